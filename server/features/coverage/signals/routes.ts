import { signedIn } from '../../../core/policy.ts';
import { get, post, type RouteRow } from '../../../core/route.ts';
import { paths } from '../../../paths.ts';
import {
  acknowledgementForm,
  answerForm,
  beginForm,
  changeForm,
  dispatchForm,
  newSignalForm,
  partsForm,
  signatureForm,
  withdrawalForm,
} from './forms.ts';
import * as handle from './handlers.ts';
import { signalAnswering, signalReading, signalWriting } from './policy.ts';

/** Signals to a government: drafted, signed, thrown away or sent, and their answer. */
export const signalRoutes: RouteRow[] = [
  get(paths.signals, signalReading, {}, handle.showSignals),
  get(paths.newSignal, signalWriting, { form: beginForm }, handle.showNewSignal),
  post(
    paths.signals,
    signalWriting,
    { act: 'signal.made', form: newSignalForm, refused: handle.showNewSignal },
    handle.make,
  ),
  get(paths.signalRows, signalReading, {}, handle.showRows),
  get(paths.signal, signalReading, {}, handle.showSignal),
  get(paths.signalParts, signalReading, { form: partsForm }, handle.showParts),
  get(paths.signalFields, signalWriting, {}, handle.showFields),
  get(paths.signalFieldParts, signalWriting, {}, handle.showFieldParts),
  post(
    paths.signalFields,
    signalWriting,
    { act: 'signal.changed', form: changeForm, refused: handle.showFields },
    handle.change,
  ),
  get(paths.signalSignature, signedIn, {}, handle.toSignal),
  post(
    paths.signalSignature,
    signalWriting,
    { act: 'signal.signed', form: signatureForm, refused: handle.showSignal },
    handle.sign,
  ),
  get(paths.signalDispatch, signedIn, {}, handle.toSignal),
  post(
    paths.signalDispatch,
    signalWriting,
    { act: 'signal.sent', form: dispatchForm, refused: handle.showSignal },
    handle.dispatch,
  ),
  get(paths.signalWithdrawal, signedIn, {}, handle.toSignal),
  post(
    paths.signalWithdrawal,
    signalWriting,
    { act: 'signal.withdrawn', form: withdrawalForm, refused: handle.showSignal },
    handle.withdraw,
  ),
  get(paths.signalResumption, signedIn, {}, handle.toSignal),
  post(paths.signalResumption, signalWriting, { act: 'signal.resumed' }, handle.resume),
  get(paths.signalAcknowledgement, signedIn, {}, handle.toSignal),
  post(
    paths.signalAcknowledgement,
    signalAnswering,
    { act: 'signal.acknowledged', form: acknowledgementForm, refused: handle.showSignal },
    handle.acknowledge,
  ),
  get(paths.signalAnswers, signedIn, {}, handle.toSignal),
  post(
    paths.signalAnswers,
    signalAnswering,
    { act: 'signal.answered', form: answerForm, refused: handle.showSignal },
    handle.answer,
  ),
];
