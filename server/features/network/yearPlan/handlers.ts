import { randomUUID } from 'node:crypto';
import { type WorkPointValues, workPointFields } from '../../../../models/yearPlanFields.ts';
import { type Answer, redirect } from '../../../core/answers.ts';
import { Conflict, Invalid } from '../../../core/errors.ts';
import type { FieldConflict } from '../../../core/fieldCommands.ts';
import { leaveNotice } from '../../../core/notices.ts';
import { bodiesWithRole } from '../../../core/person.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { commandsIn, valuesIn } from '../../../fields/values.ts';
import { paths } from '../../../paths.ts';
import { addWorkPoint, beginPlan, changeWorkPoint, moveWorkPoint } from './actions.ts';
import { carriedPage } from './carriedPage.ts';
import type { CarryInput, ChangeInput, ListInput, PlaceInput, PlanInput, StepInput } from './forms.ts';
import { startWork } from './gapSteps.ts';
import { listPage } from './listPage.ts';
import { planFragment, planPage } from './planPage.ts';
import { carryOver, takePlanStep } from './planSteps.ts';
import { newPointPage, pointFieldsPage, pointReviewPage } from './pointForm.ts';
import { pointFragment, pointPage } from './pointPage.ts';
import { progressFor } from './policy.ts';
import { planId, planNamed, requirePoint } from './queries.ts';

type Visit<Input = unknown> = SignedInVisit<Input>;

const idOf = ({ params }: Pick<Visit, 'params'>): string => params.id ?? '';

export const showPlans = (visit: Visit<ListInput>): Promise<Answer> => listPage(visit);

/** Shown again with what was typed; what the list is asked for is not among it. */
export const showRefusedPlans = (visit: Visit): Promise<Answer> =>
  listPage({ ...visit, input: { platform: '', year: '' } });

export const showPlan = async (visit: Visit): Promise<Answer> =>
  planPage(visit, await planNamed(visit.person, visit.params));
export const showPlanParts = async (visit: Visit): Promise<Answer> =>
  planFragment(visit, await planNamed(visit.person, visit.params));
export const showPoint = async (visit: Visit): Promise<Answer> =>
  pointPage(visit, await requirePoint(visit.person, visit.params.id));
export const showPointParts = async (visit: Visit): Promise<Answer> =>
  pointFragment(visit, await requirePoint(visit.person, visit.params.id));
export const showNewPoint = (visit: Visit): Promise<Answer> => newPointPage(visit);
export const showPointFields = (visit: Visit): Promise<Answer> => pointFieldsPage(visit);
export const showCarried = (visit: Visit): Promise<Answer> => carriedPage(visit);

/** Where the address of a form leads that is only sent to: after reloading or choosing another language. */
export const toPlans = (): Answer => redirect(paths.yearPlans());
export const toPlan = ({ params }: Visit<undefined>): Answer =>
  redirect(paths.yearPlan({ platform: params.platform ?? '', year: params.year ?? '' }));
export const toPoint = (visit: Visit<undefined>): Answer => redirect(paths.workPoint({ id: idOf(visit) }));

const addressOf = (id: string): string => {
  const at = id.lastIndexOf('-');
  return paths.yearPlan({ platform: id.slice(0, at), year: id.slice(at + 1) });
};

const coordinates = ({ person }: Visit, platform: string): boolean =>
  bodiesWithRole(person, 'coordinator').some((one) => one.bodyId === platform);

export async function begin(visit: Visit<PlanInput>): Promise<Answer> {
  const { platform, year } = visit.input;
  if (!coordinates(visit, platform)) throw new Invalid({ platform: 'yearPlans.errors.plan' });
  const id = planId(platform, year);
  await visit.act({ record: { type: 'yearPlan', id }, bodyId: platform }, async (unit) => {
    await beginPlan(unit, visit.person, { platform, year });
  });
  return redirect(addressOf(id));
}

/** The plan a form chose, of a platform this person coordinates. @throws Invalid */
function placeIn(visit: Visit, plan: unknown): { platform: string; year: number } {
  const found = typeof plan === 'string' ? /^([A-Z]{2}(?:-[A-Z]{3}(?:-\d)?)?)-(\d{4})$/.exec(plan) : null;
  if (!found || !coordinates(visit, found[1]!)) throw new Invalid({ plan: 'yearPlans.errors.plan' });
  return { platform: found[1]!, year: Number(found[2]) };
}

/** The address is known before the point is: a repeat of the request leads to the same one. */
export async function addPoint(visit: Visit<ChangeInput>): Promise<Answer> {
  const { input, person } = visit;
  const values = valuesIn(workPointFields, { ...input, state: 'planned' }) as unknown as WorkPointValues;
  const place = placeIn(visit, input.plan);
  const id = randomUUID();
  const links = ['roadmap', 'recommendation'].flatMap((kind) => {
    const named = input[kind];
    return typeof named === 'string' && named !== '' ? [`${kind}:${named}`] : [];
  });
  const gap = input.inAction === 'on' && typeof input.gap === 'string' ? input.gap : null;
  const why = visit.t('yearPlans.step.why', { year: place.year });
  const { point } = await visit.act(
    { record: { type: 'workPoint', id }, bodyId: place.platform },
    async (unit) => {
      const made = await addWorkPoint(unit, person, { ...place, id }, { ...values, links });
      if (gap !== null) await startWork(unit, person, gap, why);
      return made;
    },
  );
  leaveNotice(visit, gap === null ? 'yearPlans.notice.added' : 'yearPlans.notice.addedInAction');
  return redirect(paths.workPoint({ id: point }));
}

/** Changes a point for the body this person does it for; a stale change comes back with both values. */
async function write(visit: Visit<ChangeInput>, target: string, notice: string): Promise<Answer> {
  const id = idOf(visit);
  const { rights, point } = await requirePoint(visit.person, id);
  const bodyId = progressFor(rights, point.values.owner) ?? rights.body;
  const commands = commandsIn(workPointFields, visit.input);
  try {
    await visit.act({ record: { type: 'workPoint', id }, bodyId }, (unit) =>
      changeWorkPoint(unit, visit.person, id, commands),
    );
  } catch (error) {
    if (!(error instanceof Conflict) || !error.details.conflicts) throw error;
    const seen = await requirePoint(visit.person, id);
    return pointReviewPage(visit, seen, error.details.conflicts as FieldConflict<string>[], target);
  }
  leaveNotice(visit, notice);
  return redirect(paths.workPoint({ id }));
}

export const changePoint = (visit: Visit<ChangeInput>): Promise<Answer> =>
  write(visit, paths.workPointFields({ id: idOf(visit) }), 'yearPlans.notice.changed');

export const saveProgress = (visit: Visit<ChangeInput>): Promise<Answer> =>
  write(visit, paths.workPointProgress({ id: idOf(visit) }), 'yearPlans.notice.progress');

export async function movePoint(visit: Visit<PlaceInput>): Promise<Answer> {
  const id = idOf(visit);
  const { point, rights } = await requirePoint(visit.person, id);
  const { before, after } = visit.input;
  await visit.act({ record: { type: 'workPoint', id }, bodyId: rights.body }, (unit) =>
    moveWorkPoint(unit, visit.person, id, before !== '' ? { before } : { after }),
  );
  return redirect(`${addressOf(point.plan)}#point-${id}`);
}

export async function step(visit: Visit<StepInput>): Promise<Answer> {
  const { plan, rights } = await planNamed(visit.person, visit.params);
  await visit.act({ record: { type: 'yearPlan', id: plan._id }, bodyId: rights.body }, (unit) =>
    takePlanStep(unit, visit.person, plan._id, visit.input),
  );
  leaveNotice(visit, `yearPlans.notice.step.${visit.input.state}`);
  return redirect(addressOf(plan._id));
}

export async function carry(visit: Visit<CarryInput>): Promise<Answer> {
  const { platform = '', year = '' } = visit.params;
  const id = planId(platform, year);
  const place = { platform, year: Number(year) };
  const { carried } = await visit.act({ record: { type: 'yearPlan', id }, bodyId: platform }, (unit) =>
    carryOver(unit, visit.person, place, visit.input.points),
  );
  leaveNotice(visit, 'yearPlans.notice.carried', { count: carried });
  return redirect(addressOf(id));
}
