import { get, post, type RouteRow } from '../../core/route.ts';
import { historyForm, restorationForm } from '../../live/history/forms.ts';
import { redactionForm, searchForm } from '../../live/redaction/forms.ts';
import { paths } from '../../paths.ts';
import { caseSpace } from '../cases/policy.ts';
import { actionChangeForm, actionForm, goalChangeForm, goalForm, printForm } from './forms.ts';
import * as handle from './handlers.ts';
import { versionChangeForm, versionForm } from './history/forms.ts';
import * as history from './history/handlers.ts';
import * as redaction from './redaction/handlers.ts';
import { answerForm, commentForm, decisionForm, moveForm, suggestionForm } from './remarks/forms.ts';
import * as remarks from './remarks/handlers.ts';

const wordsAgain = remarks.remarkAgain('words');
const reasonAgain = remarks.remarkAgain('reason');
const goalAgain = handle.formAgain('goal');
const actionAgain = handle.formAgain('action');

export const planRoutes: RouteRow[] = [
  get(paths.plans, caseSpace, { act: 'plans.listed' }, handle.listPlans),
  get(paths.plan, caseSpace, { act: 'plan.viewed' }, handle.showPlan),
  get(paths.planRecords, caseSpace, { act: 'plan.viewed' }, handle.showRecords),
  get(paths.planPrint, caseSpace, { act: 'plan.printed', form: printForm }, handle.printPlan),
  get(paths.planExport, caseSpace, { act: 'plan.exported' }, handle.exportPlan),
  get(
    paths.planHistory,
    caseSpace,
    { act: 'history.viewed', form: historyForm, refused: history.showHistoryAgain },
    history.showHistory,
  ),
  get(
    paths.planHistoryText,
    caseSpace,
    { act: 'history.viewed', form: historyForm },
    history.showHistoryText,
  ),
  post(
    paths.planRestorations,
    caseSpace,
    { act: 'narrative.restored', form: restorationForm, refused: history.showHistoryAgain },
    history.restore,
  ),
  get(paths.planRedaction, caseSpace, { act: 'history.viewed' }, redaction.showSearch),
  post(
    paths.planRedaction,
    caseSpace,
    { act: 'history.viewed', form: searchForm, refused: redaction.showSearchAgain },
    redaction.search,
  ),
  post(
    paths.planRedactions,
    caseSpace,
    {
      act: 'narrative.redacted',
      form: redactionForm,
      refused: redaction.showSearchAgain,
      passing: ['words'],
    },
    redaction.redact,
  ),
  post(
    paths.planVersions,
    caseSpace,
    { act: 'version.added', form: versionForm, refused: history.showHistoryAgain },
    history.nameVersion,
  ),
  post(
    paths.planVersion,
    caseSpace,
    { act: 'version.changed', form: versionChangeForm, refused: history.showHistoryAgain },
    history.renameVersion,
  ),
  post(paths.planVersionRemoval, caseSpace, { act: 'version.removed' }, history.removeVersion),
  post(paths.planVersionRestoration, caseSpace, { act: 'version.restored' }, history.restoreVersion),
  get(paths.planRemarks, caseSpace, { act: 'plan.viewed' }, remarks.showRemarks),
  post(paths.planComments, caseSpace, { act: 'comment.added', form: commentForm }, remarks.comment),
  post(
    paths.planCommentAnswers,
    caseSpace,
    { act: 'comment.answered', form: answerForm, refused: wordsAgain },
    remarks.answerComment,
  ),
  post(paths.planCommentPassage, caseSpace, { act: 'comment.moved', form: moveForm }, remarks.moveComment),
  post(paths.planCommentResolution, caseSpace, { act: 'comment.resolved' }, remarks.resolve),
  post(paths.planCommentReopening, caseSpace, { act: 'comment.reopened' }, remarks.reopen),
  post(paths.planSuggestions, caseSpace, { act: 'suggestion.added', form: suggestionForm }, remarks.suggest),
  post(
    paths.planSuggestionAnswers,
    caseSpace,
    { act: 'suggestion.answered', form: answerForm, refused: wordsAgain },
    remarks.answerSuggestion,
  ),
  post(
    paths.planSuggestionPassage,
    caseSpace,
    { act: 'suggestion.moved', form: moveForm },
    remarks.moveSuggestion,
  ),
  post(
    paths.planSuggestionAcceptance,
    caseSpace,
    { act: 'suggestion.accepted', form: decisionForm, refused: reasonAgain },
    remarks.accept,
  ),
  post(
    paths.planSuggestionRefusal,
    caseSpace,
    { act: 'suggestion.declined', form: decisionForm, refused: reasonAgain },
    remarks.decline,
  ),
  post(paths.planSuggestionWithdrawal, caseSpace, { act: 'suggestion.withdrawn' }, remarks.withdraw),
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
