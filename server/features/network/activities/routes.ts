import { open, signedIn } from '../../../core/policy.ts';
import { get, post, publicGet, publicPost, type RouteRow } from '../../../core/route.ts';
import { paths } from '../../../paths.ts';
import { importForm, importRowsForm } from './calendar/forms.ts';
import * as calendar from './calendar/handlers.ts';
import { answerFields, answerForm, evaluationForm } from './evaluation/forms.ts';
import * as evaluation from './evaluation/handlers.ts';
import * as forms from './forms.ts';
import * as handle from './handlers.ts';
import { activityReading, activityWriting } from './policy.ts';
import * as recommendations from './recommendationHandlers.ts';
import * as summary from './summary/handlers.ts';

/** What platforms did. Addresses that end in a word come before those of one activity. */
export const activityRoutes: RouteRow[] = [
  get(paths.activities, activityReading, { form: forms.listForm }, handle.showActivities),
  get(paths.activityList, activityReading, { form: forms.listForm }, handle.showList),
  get(paths.newActivity, activityWriting, { form: forms.beginForm }, handle.showNew),
  get(paths.activityRows, activityWriting, { form: forms.beginForm }, handle.showAttendanceRows),
  post(
    paths.activities,
    activityWriting,
    { act: 'activity.added', form: forms.changeForm, refused: handle.showNew },
    handle.add,
  ),
  get(paths.activityFigures, activityReading, { form: forms.figuresForm }, handle.showFigures),
  get(paths.activityFiguresFile, activityReading, { form: forms.figuresForm }, handle.sendFigures),
  get(paths.activityImports, activityWriting, {}, calendar.showUpload),
  post(
    paths.activityImports,
    activityWriting,
    { act: 'activity.calendarRead', form: importForm, refused: calendar.showUpload },
    calendar.read,
  ),
  get(paths.activityImportRows, signedIn, {}, calendar.toUpload),
  post(
    paths.activityImportRows,
    activityWriting,
    { act: 'activity.calendarTaken', form: importRowsForm, refused: calendar.showRefused },
    calendar.take,
  ),
  publicGet(paths.evaluation, open, { form: evaluation.doneForm }, evaluation.showForm),
  publicPost(
    paths.evaluation,
    open,
    { act: 'activity.evaluated', form: answerForm, refused: evaluation.showRefused, passing: answerFields },
    evaluation.answer,
  ),
  get(paths.activity, activityReading, {}, handle.showActivity),
  get(paths.activityParts, activityReading, {}, handle.showParts),
  get(paths.activityFields, activityWriting, {}, handle.showFields),
  post(
    paths.activityFields,
    activityWriting,
    { act: 'activity.changed', form: forms.changeForm, refused: handle.showFields },
    handle.change,
  ),
  get(paths.activityConfirmation, activityWriting, {}, handle.showConfirmation),
  post(
    paths.activityConfirmation,
    activityWriting,
    { act: 'activity.confirmed', form: forms.confirmForm, refused: handle.showConfirmation },
    handle.confirm,
  ),
  get(paths.activityEnd, signedIn, {}, handle.toActivity),
  post(
    paths.activityEnd,
    activityWriting,
    { act: 'activity.ended', form: forms.endForm, refused: handle.showActivity },
    handle.end,
  ),
  get(paths.activityReturn, signedIn, {}, handle.toActivity),
  post(paths.activityReturn, activityWriting, { act: 'activity.takenUp' }, handle.takeUp),
  get(paths.activityRepeats, signedIn, {}, handle.toActivity),
  post(
    paths.activityRepeats,
    activityWriting,
    { act: 'activity.repeated', form: forms.repeatForm, refused: handle.showActivity },
    handle.repeat,
  ),
  get(paths.activitySending, activityWriting, {}, summary.showSending),
  post(
    paths.activitySending,
    activityWriting,
    { act: 'activity.summarySent', form: forms.sendForm, refused: summary.showSending },
    summary.send,
  ),
  get(paths.activityEvaluation, activityWriting, {}, evaluation.showEvaluation),
  post(
    paths.activityEvaluation,
    activityWriting,
    { act: 'activity.evaluationOpened', form: evaluationForm, refused: evaluation.showEvaluation },
    evaluation.openForm,
  ),
  get(paths.activityEvaluationEnd, signedIn, {}, handle.toActivity),
  post(paths.activityEvaluationEnd, activityWriting, { act: 'activity.evaluationClosed' }, evaluation.close),
  get(paths.recommendations, signedIn, {}, handle.toActivity),
  post(
    paths.recommendations,
    activityWriting,
    { act: 'activity.recommended', form: forms.recommendForm, refused: handle.showActivity },
    recommendations.add,
  ),
  get(paths.recommendationAdoption, signedIn, {}, handle.toActivity),
  post(
    paths.recommendationAdoption,
    activityWriting,
    { act: 'activity.recommendationAdopted', form: forms.adoptForm, refused: handle.showActivity },
    recommendations.adopted,
  ),
  get(paths.recommendationWithdrawal, signedIn, {}, handle.toActivity),
  post(
    paths.recommendationWithdrawal,
    activityWriting,
    { act: 'activity.recommendationWithdrawn' },
    recommendations.withdraw,
  ),
];
