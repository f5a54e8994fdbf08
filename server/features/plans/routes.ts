import { get, post, type RouteRow } from '../../core/route.ts';
import { paths } from '../../paths.ts';
import { caseSpace } from '../cases/policy.ts';
import { actionChangeForm, actionForm, goalChangeForm, goalForm } from './forms.ts';
import * as handle from './handlers.ts';

const goalAgain = handle.formAgain('goal');
const actionAgain = handle.formAgain('action');

export const planRoutes: RouteRow[] = [
  get(paths.plans, caseSpace, { act: 'plans.listed' }, handle.listPlans),
  get(paths.plan, caseSpace, { act: 'plan.viewed' }, handle.showPlan),
  get(paths.planRecords, caseSpace, { act: 'plan.viewed' }, handle.showRecords),
  get(paths.planPrint, caseSpace, { act: 'plan.printed' }, handle.printPlan),
  get(paths.planExport, caseSpace, { act: 'plan.exported' }, handle.exportPlan),
  post(
    paths.planGoals,
    caseSpace,
    { act: 'goal.added', form: goalForm, refused: goalAgain },
    handle.createGoal,
  ),
  post(
    paths.planGoal,
    caseSpace,
    { act: 'goal.changed', form: goalChangeForm, refused: goalAgain },
    handle.updateGoal,
  ),
  post(paths.planGoalRemoval, caseSpace, { act: 'goal.removed' }, handle.removeGoal),
  post(paths.planGoalRestoration, caseSpace, { act: 'goal.restored' }, handle.restoreGoal),
  post(
    paths.planActions,
    caseSpace,
    { act: 'action.added', form: actionForm, refused: actionAgain },
    handle.createAction,
  ),
  post(
    paths.planAction,
    caseSpace,
    { act: 'action.changed', form: actionChangeForm, refused: actionAgain },
    handle.updateAction,
  ),
  post(paths.planActionRemoval, caseSpace, { act: 'action.removed' }, handle.removeAction),
  post(paths.planActionRestoration, caseSpace, { act: 'action.restored' }, handle.restoreAction),
];
