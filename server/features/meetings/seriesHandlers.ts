import { randomUUID } from 'node:crypto';
import { type Answer, redirect } from '../../core/answers.ts';
import { Forbidden, Invalid } from '../../core/errors.ts';
import { leaveNotice } from '../../core/notices.ts';
import type { SignedInVisit } from '../../core/route.ts';
import { paths } from '../../paths.ts';
import { choicePage } from './formPage.ts';
import type { SeriesChangeInput, SeriesEndInput, SeriesInput } from './forms.ts';
import { bodyAsked, sendSoon } from './handlers.ts';
import { requirePlanner } from './queries.ts';
import { requireSeries } from './series/queries.ts';
import { makeSeries } from './seriesActions.ts';
import { changeSeries, endSeries } from './seriesChanges.ts';
import { planOf } from './seriesForms.ts';
import { newSeriesPage, planPage, seriesPage } from './seriesPages.ts';

const idOf = ({ params }: Pick<SignedInVisit, 'params'>): string => params.id ?? '';

/** Series are listed with the meetings of their body. */
export const toMeetings = (): Answer => redirect(paths.meetings());

export async function showNewSeries(visit: SignedInVisit<unknown>): Promise<Answer> {
  const body = bodyAsked(visit);
  if (body === '') return choicePage(visit, true);
  const seen = await requirePlanner(visit.person, body, visit.now);
  if (!seen.mayPlan) throw new Forbidden();
  return newSeriesPage(visit, seen);
}

export async function make(visit: SignedInVisit<SeriesInput>): Promise<Answer> {
  const { person, input, now } = visit;
  const { body, firstDay, lastDay } = input;
  if (body === '') throw new Invalid({ body: 'forms.required' });
  const { rights } = await requirePlanner(person, body, now);
  const plan = planOf(input);
  const id = randomUUID();
  const { series } = await visit.act({ record: { type: 'series', id }, bodyId: rights.body }, (unit) =>
    makeSeries(unit, person, id, { body, plan, firstDay, lastDay }),
  );
  leaveNotice(visit, 'meetings.notice.seriesMade');
  return redirect(paths.series({ id: series }));
}

export async function showSeries(visit: SignedInVisit<unknown>): Promise<Answer> {
  return seriesPage(visit, await requireSeries(visit.person, idOf(visit), visit.now));
}

export const toSeries = (visit: SignedInVisit<undefined>): Answer =>
  redirect(paths.series({ id: idOf(visit) }));

export async function showPlan(visit: SignedInVisit<unknown>): Promise<Answer> {
  const seen = await requireSeries(visit.person, idOf(visit), visit.now);
  if (!seen.mayPlan) throw new Forbidden();
  return planPage(visit, seen);
}

export async function change(visit: SignedInVisit<SeriesChangeInput>): Promise<Answer> {
  const { person, input, now } = visit;
  const id = idOf(visit);
  const { rights } = await requireSeries(person, id, now);
  const { changeFrom: from, revision, why, lastDay } = input;
  const plan = planOf(input);
  const counts = await visit.act({ record: { type: 'series', id }, bodyId: rights.body }, (unit) =>
    changeSeries(unit, person, id, { from, plan, lastDay, revision, why }),
  );
  sendSoon(visit);
  leaveNotice(visit, 'meetings.notice.seriesChanged', counts);
  return redirect(paths.series({ id }));
}

export async function end(visit: SignedInVisit<SeriesEndInput>): Promise<Answer> {
  const { person, input, now } = visit;
  const id = idOf(visit);
  const { rights } = await requireSeries(person, id, now);
  const { endFrom: from, why, revision } = input;
  const counts = await visit.act({ record: { type: 'series', id }, bodyId: rights.body }, (unit) =>
    endSeries(unit, person, id, { from, why, revision }),
  );
  sendSoon(visit);
  leaveNotice(visit, 'meetings.notice.seriesEnded', { count: counts.cancelled });
  return redirect(paths.series({ id }));
}
