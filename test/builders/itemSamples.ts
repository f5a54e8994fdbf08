import { randomUUID } from 'node:crypto';
import { AgendaItemModel, type ItemState } from '../../models/AgendaItem.ts';
import { agendaItemFields, outcomeFields } from '../../models/agendaFields.ts';
import { MeetingModel } from '../../models/Meeting.ts';
import { meetingFields } from '../../models/meetingFields.ts';
import { OutcomeModel } from '../../models/Outcome.ts';
import { brusselsDay } from '../../server/core/i18n.ts';
import { emptyValues } from '../../server/fields/values.ts';
import { paths } from '../../server/paths.ts';
import type { TestApp } from './app.ts';

/** The meeting that was made last: a form names one of the body its address is about. */
let lastMeeting = '';

const planned: readonly string[] = [paths.agendaItemReturn.pattern, paths.agendaItemOutcomes.pattern];

/** What an address of an agenda, an item, a decision or an action names, of a body. */
export async function anItemOf(app: TestApp, pattern: string, body: string): Promise<{ id: string }> {
  const [meeting, item, outcome] = [randomUUID(), randomUUID(), randomUUID()];
  const at = app.clock.now();
  const made = { at, by: null, body: '' };
  const startsAt = new Date(at.getTime() + 7 * 24 * 3_600_000);
  const times = { day: brusselsDay(startsAt), from: '14:00', until: '16:00', form: 'online', language: 'nl' };
  await MeetingModel.create([
    {
      ...{ _id: meeting, body, series: null, seriesDay: '', isApart: false, fields: {}, sequence: 0 },
      values: { ...emptyValues(meetingFields), title: 'Werkgroep', ...times } as never,
      ...{ startsAt, endsAt: new Date(startsAt.getTime() + 7_200_000), state: 'called' as const, steps: [] },
      changedAt: at,
    },
  ]);
  lastMeeting = meeting;
  const isPlanned = planned.includes(pattern) || pattern.startsWith(paths.outcome.pattern);
  const isWithdrawn = pattern === paths.agendaItemRevival.pattern;
  const state: ItemState = isPlanned ? 'planned' : isWithdrawn ? 'withdrawn' : 'proposed';
  const values = { ...emptyValues(agendaItemFields), title: 'Nachtlijn', purpose: 'decide' } as never;
  await AgendaItemModel.create([
    {
      ...{ _id: item, body, meeting: isPlanned ? meeting : null, order: 1, values, fields: {}, state },
      ...{ steps: [{ state, why: '', meeting: null, ...made }], added: made, standing: '' },
    },
  ]);
  if (pattern.startsWith('/agenda-items/')) return { id: item };
  if (pattern.startsWith('/meetings/')) return { id: meeting };
  const said = { ...emptyValues(outcomeFields), text: 'De uren tellen' } as never;
  await OutcomeModel.create([
    {
      ...{ _id: outcome, body, meeting, item, kind: 'action' as const, values: said, fields: {}, line: '' },
      ...{ state: 'open' as const, steps: [{ state: 'open' as const, why: '', ...made }], recorded: made },
    },
  ]);
  return { id: outcome };
}

/** Bodies that pass the forms of these addresses. */
export const itemBodies = (
  app: TestApp,
  anyWord: () => string,
): Record<string, () => Record<string, unknown>> => ({
  [paths.meetingAgenda.pattern]: () => ({ title: `Nachtlijn ${anyWord()}`, purpose: 'decide' }),
  [paths.backlog.pattern]: () => ({ title: `Nachtlijn ${anyWord()}`, purpose: 'discuss' }),
  [paths.standingItems.pattern]: () => ({ title: `Nieuws ${anyWord()}`, purpose: 'inform' }),
  [paths.agendaItemFields.pattern]: () => ({ base_question: '0', question: `Vraag ${anyWord()}` }),
  [paths.agendaItemPlace.pattern]: () => ({ direction: 'up' }),
  [paths.agendaItemMeeting.pattern]: () => ({ meeting: lastMeeting }),
  [paths.agendaItemWithdrawal.pattern]: () => ({ why: 'Al geregeld' }),
  [paths.agendaItemOutcomes.pattern]: () => ({ kind: 'action', text: `Bellen ${anyWord()}` }),
  [paths.outcomeFields.pattern]: () => ({ base_whoName: '0', whoName: `Iemand ${anyWord()}` }),
  [paths.outcomeSteps.pattern]: () => ({ state: 'done' }),
  [paths.outcomeDue.pattern]: () => ({
    due: brusselsDay(app.clock.now()),
    base_due: '0',
    why: 'Meer tijd nodig',
  }),
});
