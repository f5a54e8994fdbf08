import { signedIn } from '../../../core/policy.ts';
import { get, post, type RouteRow } from '../../../core/route.ts';
import { paths } from '../../../paths.ts';
import {
  beginForm,
  beginningForm,
  decisionsForm,
  dueForm,
  fieldsForm,
  meetingForm,
  outcomeForm,
  placeForm,
  returnForm,
  stepForm,
  withdrawalForm,
} from './forms.ts';
import * as handle from './handlers.ts';
import * as item from './itemHandlers.ts';
import * as outcome from './outcomes/handlers.ts';
import { itemReading } from './policy.ts';

/** What bodies talk about, what they decide, and who does what. */
export const itemRoutes: RouteRow[] = [
  get(paths.meetingAgenda, itemReading, {}, handle.showAgenda),
  get(paths.meetingAgendaRows, itemReading, {}, handle.showRows),
  get(paths.newAgendaItem, itemReading, { form: beginForm }, handle.showNewItem),
  post(
    paths.meetingAgenda,
    itemReading,
    { act: 'agendaItem.added', form: fieldsForm, refused: handle.showNewItem },
    handle.addToAgenda,
  ),
  get(paths.agendaBeginning, itemReading, {}, handle.showBeginning),
  post(
    paths.agendaBeginning,
    itemReading,
    { act: 'agendaItem.prefilled', form: beginningForm, refused: handle.showBeginning },
    handle.begin,
  ),
  get(paths.backlog, itemReading, {}, handle.showBacklog),
  get(paths.newBacklogItem, itemReading, { form: beginForm }, handle.showNewProposal),
  post(
    paths.backlog,
    itemReading,
    { act: 'agendaItem.added', form: fieldsForm, refused: handle.showNewProposal },
    handle.propose,
  ),
  get(paths.standingItems, itemReading, {}, handle.showStanding),
  get(paths.newStandingItem, itemReading, { form: beginForm }, handle.showNewStanding),
  post(
    paths.standingItems,
    itemReading,
    { act: 'agendaItem.added', form: fieldsForm, refused: handle.showNewStanding },
    handle.addStanding,
  ),
  get(paths.usualItems, signedIn, {}, handle.toStanding),
  post(paths.usualItems, itemReading, { act: 'agendaItem.usualAdded' }, handle.addUsual),
  get(paths.gapAgenda, itemReading, {}, handle.showBodiesForGap),
  get(paths.workPointAgenda, itemReading, {}, handle.showBodiesForWorkPoint),
  get(paths.activityAgenda, itemReading, {}, handle.showBodiesForActivity),
  get(paths.circuitAgenda, itemReading, {}, handle.showBodiesForCircuit),
  get(paths.signalAgenda, itemReading, {}, handle.showBodiesForSignal),
  get(paths.agendaItem, itemReading, {}, item.showItem),
  get(paths.agendaItemFields, itemReading, {}, item.showFields),
  post(
    paths.agendaItemFields,
    itemReading,
    { act: 'agendaItem.changed', form: fieldsForm, refused: item.showFields },
    item.change,
  ),
  get(paths.agendaItemPlace, signedIn, {}, item.toItem),
  post(paths.agendaItemPlace, itemReading, { act: 'agendaItem.moved', form: placeForm }, item.move),
  get(paths.agendaItemMeeting, signedIn, {}, item.toItem),
  post(
    paths.agendaItemMeeting,
    itemReading,
    { act: 'agendaItem.planned', form: meetingForm, refused: item.showItem },
    item.plan,
  ),
  get(paths.agendaItemReturn, signedIn, {}, item.toItem),
  post(paths.agendaItemReturn, itemReading, { act: 'agendaItem.takenOff', form: returnForm }, item.takeOff),
  get(paths.agendaItemWithdrawal, signedIn, {}, item.toItem),
  post(
    paths.agendaItemWithdrawal,
    itemReading,
    { act: 'agendaItem.withdrawn', form: withdrawalForm, refused: item.showItem },
    item.withdraw,
  ),
  get(paths.agendaItemRevival, signedIn, {}, item.toItem),
  post(paths.agendaItemRevival, itemReading, { act: 'agendaItem.revived' }, item.revive),
  get(paths.agendaItemOutcomes, signedIn, {}, item.toItem),
  post(
    paths.agendaItemOutcomes,
    itemReading,
    { act: 'outcome.recorded', form: outcomeForm, refused: item.showItem },
    outcome.record,
  ),
  get(paths.bodyDecisions, itemReading, { form: decisionsForm }, outcome.showDecisions),
  get(paths.outcome, itemReading, {}, outcome.showOutcome),
  get(paths.outcomeFields, itemReading, {}, outcome.showFields),
  post(
    paths.outcomeFields,
    itemReading,
    { act: 'outcome.changed', form: fieldsForm, refused: outcome.showFields },
    outcome.change,
  ),
  get(paths.outcomeSteps, signedIn, {}, outcome.toOutcome),
  post(
    paths.outcomeSteps,
    itemReading,
    { act: 'outcome.stepTaken', form: stepForm, refused: outcome.showOutcome },
    outcome.step,
  ),
  get(paths.outcomeDue, signedIn, {}, outcome.toOutcome),
  post(
    paths.outcomeDue,
    itemReading,
    { act: 'outcome.deferred', form: dueForm, refused: outcome.showOutcome },
    outcome.defer,
  ),
  get(paths.promises, itemReading, {}, outcome.showPromises),
];
