import { type Answer, json, page, redirect } from '../../core/answers.ts';
import { Conflict } from '../../core/errors.ts';
import type { FieldConflict } from '../../core/fieldCommands.ts';
import type { SignedInVisit } from '../../core/route.ts';
import { paths } from '../../paths.ts';
import type { CaseAccess } from '../cases/policy.ts';
import { casesVisibleTo, requireCaseAccess } from '../cases/queries.ts';
import { addAction, addGoal, changeAction, changeGoal, setRemoved } from './actions.ts';
import { planDocument } from './export.ts';
import type { ActionChangeInput, ActionInput, GoalChangeInput, GoalInput, PrintInput } from './forms.ts';
import { unseenMentions } from './mentions.ts';
import { formPage, planPage, printPage, recordsFragment, reviewPage } from './pages.ts';
import { write } from './write.ts';

const wantsJson = (visit: SignedInVisit): boolean => visit.request.accepts(['html', 'json']) === 'json';

/** Scripts get the outcome; forms without script go back to the record they changed. */
const done = (visit: SignedInVisit, outcome: unknown, anchor = ''): Answer =>
  wantsJson(visit) ? json(outcome) : redirect(`${paths.plan({ id: visit.params.id ?? '' })}${anchor}`);

const aboutPlan = (access: CaseAccess) => ({
  record: { type: 'plan', id: access.caseId, caseId: access.caseId },
  bodyId: access.body,
});

export async function listPlans(visit: SignedInVisit): Promise<Answer> {
  const cases = await casesVisibleTo(visit.house, visit.person);
  await visit.seen({ record: { type: 'person', id: visit.person.id }, details: { cases: cases.length } });
  return page('plans/index', {
    title: visit.t('plans.title'),
    space: 'case',
    spaceText: visit.t('plans.space'),
    cases,
    mentionedIn: await unseenMentions(cases.map((one) => one.access)),
  });
}

export async function showPlan(visit: SignedInVisit): Promise<Answer> {
  const access = await requireCaseAccess(visit.house, visit.person, visit.params.id);
  await visit.seen(aboutPlan(access));
  return planPage(visit, access);
}

/** Pages that are open fetch their records again after every change: one view of the plan, not many. */
const sameView = 10 * 60_000;

export async function showRecords(visit: SignedInVisit): Promise<Answer> {
  const access = await requireCaseAccess(visit.house, visit.person, visit.params.id);
  await visit.seen({ ...aboutPlan(access), unlessWithin: sameView });
  return recordsFragment(visit, access);
}

export async function printPlan(visit: SignedInVisit<PrintInput>): Promise<Answer> {
  const access = await requireCaseAccess(visit.house, visit.person, visit.params.id);
  await visit.seen(aboutPlan(access));
  return printPage(visit, access);
}

export async function exportPlan(visit: SignedInVisit): Promise<Answer> {
  const access = await requireCaseAccess(visit.house, visit.person, visit.params.id);
  await visit.seen(aboutPlan(access));
  const body = JSON.stringify(await planDocument(visit.house, access, visit.language), null, 2);
  return { kind: 'file', name: `plan-${access.caseId}.json`, type: 'application/json', body };
}

/** A command that came too late: scripts get both values, people without script a page to decide on. */
async function orReview(
  visit: SignedInVisit,
  kind: 'goal' | 'action',
  run: () => Promise<Answer>,
): Promise<Answer> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof Conflict) || !error.details.conflicts) throw error;
    // Both values show what stands in the plan: a view of it, for scripts too.
    const access = await requireCaseAccess(visit.house, visit.person, visit.params.id);
    const once = wantsJson(visit) ? { unlessWithin: sameView } : {};
    await visit.seen({ ...aboutPlan(access), name: 'plan.viewed', ...once });
    if (wantsJson(visit)) throw error;
    return reviewPage(visit, access, kind, error.details.conflicts as FieldConflict<string>[]);
  }
}

export async function createGoal(visit: SignedInVisit<GoalInput>): Promise<Answer> {
  const { goalId } = await write(visit, { type: 'goal', id: visit.params.id ?? '' }, (unit, access) =>
    addGoal(visit.house, unit, access, visit.input),
  );
  return done(visit, { goalId }, `#goal-${goalId}`);
}

export function updateGoal(visit: SignedInVisit<GoalChangeInput>): Promise<Answer> {
  const goalId = visit.params.goalId ?? '';
  return orReview(visit, 'goal', async () => {
    const outcome = await write(visit, { type: 'goal', id: goalId }, (unit, access) =>
      changeGoal(visit.house, unit, access, goalId, visit.input),
    );
    return done(visit, outcome, `#goal-${goalId}`);
  });
}

/** Puts a record aside or back; a form without script lands where the record is then to be found. */
const removal = (kind: 'goal' | 'action', removed: boolean) => async (visit: SignedInVisit) => {
  const id = visit.params[`${kind}Id`] ?? '';
  const outcome = await write(visit, { type: kind, id }, (unit, access) =>
    setRemoved(unit, access, { kind, id }, removed),
  );
  return done(visit, outcome, removed ? '#removed' : `#${kind}-${id}`);
};
export const removeGoal = removal('goal', true);
export const restoreGoal = removal('goal', false);
export const removeAction = removal('action', true);
export const restoreAction = removal('action', false);

export async function createAction(visit: SignedInVisit<ActionInput>): Promise<Answer> {
  const goalId = visit.params.goalId ?? '';
  const outcome = await write(visit, { type: 'action', id: goalId }, (unit, access) =>
    addAction(visit.house, unit, access, goalId, visit.input),
  );
  return done(visit, outcome, `#action-${outcome.actionId}`);
}

export function updateAction(visit: SignedInVisit<ActionChangeInput>): Promise<Answer> {
  const actionId = visit.params.actionId ?? '';
  return orReview(visit, 'action', async () => {
    const outcome = await write(visit, { type: 'action', id: actionId }, (unit, access) =>
      changeAction(visit.house, unit, access, actionId, visit.input),
    );
    return done(visit, outcome, `#action-${actionId}`);
  });
}

/** A refused form, alone on its page: the same one, with what was typed and what is wrong. */
export const formAgain = (kind: 'goal' | 'action') => async (visit: SignedInVisit) => {
  const access = await requireCaseAccess(visit.house, visit.person, visit.params.id);
  await visit.seen({ ...aboutPlan(access), name: 'plan.viewed' });
  return formPage(visit, access, kind);
};
