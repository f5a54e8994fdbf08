import { signedIn } from '../../../core/policy.ts';
import { get, post, type RouteRow } from '../../../core/route.ts';
import { paths } from '../../../paths.ts';
import * as discuss from './commentHandlers.ts';
import {
  beginForm,
  carryForm,
  changeForm,
  listForm,
  placeForm,
  planForm,
  settlementForm,
  stepForm,
  wordsForm,
} from './forms.ts';
import * as handle from './handlers.ts';
import * as inventory from './inventory/handlers.ts';
import {
  workPointProgress,
  yearPlanReading,
  yearPlanReviewing,
  yearPlanSteps,
  yearPlanWriting,
} from './policy.ts';
import * as roadmap from './roadmap/handlers.ts';

/** Work points, of which each has an address that is a word and not a platform; so they come first. */
const pointRoutes: RouteRow[] = [
  get(paths.newWorkPoint, yearPlanWriting, { form: beginForm }, handle.showNewPoint),
  get(paths.workPoints, signedIn, {}, handle.toPlans),
  post(
    paths.workPoints,
    yearPlanWriting,
    { act: 'workPoint.added', form: changeForm, refused: handle.showNewPoint },
    handle.addPoint,
  ),
  get(paths.workPoint, yearPlanReading, {}, handle.showPoint),
  get(paths.workPointParts, yearPlanReading, {}, handle.showPointParts),
  get(paths.workPointFields, yearPlanWriting, {}, handle.showPointFields),
  post(
    paths.workPointFields,
    yearPlanWriting,
    { act: 'workPoint.changed', form: changeForm, refused: handle.showPointFields },
    handle.changePoint,
  ),
  get(paths.workPointProgress, signedIn, {}, handle.toPoint),
  post(
    paths.workPointProgress,
    workPointProgress,
    { act: 'workPoint.progressed', form: changeForm, refused: handle.showPoint },
    handle.saveProgress,
  ),
  get(paths.workPointPlace, signedIn, {}, handle.toPoint),
  post(paths.workPointPlace, yearPlanWriting, { act: 'workPoint.moved', form: placeForm }, handle.movePoint),
  get(paths.workPointComments, signedIn, {}, handle.toPoint),
  post(
    paths.workPointComments,
    yearPlanReviewing,
    { act: 'workPoint.commented', form: wordsForm, refused: handle.showPoint },
    discuss.comment,
  ),
  get(paths.commentAnswers, signedIn, {}, handle.toPoint),
  post(
    paths.commentAnswers,
    yearPlanSteps,
    { act: 'workPoint.commentAnswered', form: wordsForm, refused: handle.showPoint },
    discuss.answer,
  ),
  get(paths.commentSettlement, signedIn, {}, handle.toPoint),
  post(
    paths.commentSettlement,
    yearPlanReviewing,
    { act: 'workPoint.commentSettled', form: settlementForm },
    discuss.settle,
  ),
];

/** The roadmap of a platform and the eight questions of a year. */
const besideRoutes: RouteRow[] = [
  get(paths.roadmap, yearPlanReading, {}, roadmap.showRoadmap),
  post(
    paths.roadmap,
    yearPlanWriting,
    { act: 'yearPlan.roadmapAdded', form: changeForm, refused: roadmap.showNewItem },
    roadmap.addToRoadmap,
  ),
  get(paths.newRoadmapItem, yearPlanWriting, {}, roadmap.showNewItem),
  get(paths.roadmapItem, yearPlanWriting, {}, roadmap.showItem),
  post(
    paths.roadmapItem,
    yearPlanWriting,
    { act: 'yearPlan.roadmapChanged', form: changeForm, refused: roadmap.showItem },
    roadmap.changeOnRoadmap,
  ),
  get(paths.inventoryQuestions, yearPlanReading, {}, inventory.showQuestions),
  get(paths.inventoryAnswer, yearPlanWriting, {}, inventory.showAnswer),
  post(
    paths.inventoryAnswer,
    yearPlanWriting,
    { act: 'yearPlan.questionAnswered', form: changeForm, refused: inventory.showAnswer },
    inventory.answerQuestion,
  ),
  get(paths.inventoryReuse, signedIn, {}, inventory.toQuestions),
  post(paths.inventoryReuse, yearPlanWriting, { act: 'yearPlan.answerTakenOver' }, inventory.reuse),
];

/** Year plans: their points, their roadmap and the questions of their year. */
export const yearPlanRoutes: RouteRow[] = [
  ...pointRoutes,
  ...besideRoutes,
  get(paths.yearPlans, yearPlanReading, { form: listForm }, handle.showPlans),
  post(
    paths.yearPlans,
    yearPlanWriting,
    { act: 'yearPlan.begun', form: planForm, refused: handle.showRefusedPlans },
    handle.begin,
  ),
  get(paths.yearPlan, yearPlanReading, {}, handle.showPlan),
  get(paths.yearPlanParts, yearPlanReading, {}, handle.showPlanParts),
  get(paths.yearPlanSteps, signedIn, {}, handle.toPlan),
  post(
    paths.yearPlanSteps,
    yearPlanSteps,
    { act: 'yearPlan.stepTaken', form: stepForm, refused: handle.showPlan },
    handle.step,
  ),
  get(paths.yearPlanCarried, yearPlanWriting, {}, handle.showCarried),
  post(
    paths.yearPlanCarried,
    yearPlanWriting,
    { act: 'yearPlan.carriedOver', form: carryForm, refused: handle.showCarried },
    handle.carry,
  ),
];
