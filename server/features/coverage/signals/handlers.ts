import { randomUUID } from 'node:crypto';
import type { SignalField, SignalValues } from '../../../../models/signalFields.ts';
import { signalFields } from '../../../../models/signalFields.ts';
import { type Answer, redirect } from '../../../core/answers.ts';
import { Conflict } from '../../../core/errors.ts';
import type { FieldConflict } from '../../../core/fieldCommands.ts';
import { type Language, translator } from '../../../core/i18n.ts';
import { leaveNotice } from '../../../core/notices.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import type { Unit } from '../../../core/unitOfWork.ts';
import { commandsIn } from '../../../fields/values.ts';
import { paths } from '../../../paths.ts';
import { changeSignal, makeSignal, requireDraft, signSignal } from './actions.ts';
import { beginningOf } from './beginnings.ts';
import { demandNow } from './demand.ts';
import { fieldsFragment, fieldsPage, reviewPage } from './fieldsPage.ts';
import type {
  AcknowledgementInput,
  AnswerInput,
  ChangeInput,
  DispatchInput,
  NewSignalInput,
  PartsInput,
  SignatureInput,
  WithdrawalInput,
} from './forms.ts';
import { contentNow, letterReader } from './letter.ts';
import { acknowledgeSignal, answerSignal, sendSignal } from './letterActions.ts';
import { listFragment, listPage } from './listPage.ts';
import { newSignalPage } from './newPage.ts';
import { platformsOf } from './policy.ts';
import { gapsNamed, requireSignal } from './queries.ts';
import { signalFragment, signalPage } from './signalPage.ts';
import { resumeSignal, withdrawSignal } from './withdrawal.ts';

const idOf = ({ params }: Pick<SignedInVisit, 'params'>): string => params.id ?? '';

export const showSignals = (visit: SignedInVisit<unknown>): Promise<Answer> => listPage(visit);

/** Pages that are open fetch this again after a change; so with the parts of a signal and of its form. */
export const showRows = (visit: SignedInVisit<unknown>): Promise<Answer> => listFragment(visit);

export const showNewSignal = (visit: SignedInVisit<unknown>): Promise<Answer> => newSignalPage(visit);

/** Its platforms are those of its gaps: who does not sign is taken out while it is a draft. */
export async function make(visit: SignedInVisit<NewSignalInput>): Promise<Answer> {
  const { input, person, house } = visit;
  const gaps = await gapsNamed(input.gaps);
  const platforms = [...new Set(gaps.flatMap((one) => one.values.platforms))];
  const reader = await letterReader(house, input.language, gaps);
  const texts = beginningOf(gaps, reader, await demandNow(house));
  const { authority, language } = input;
  const values: SignalValues = { authority, language, platforms, gaps: input.gaps, ...texts };
  const id = randomUUID();
  const bodyId = platformsOf(person).find((one) => platforms.includes(one));
  const { signal } = await visit.act(
    { record: { type: 'signal', id }, ...(bodyId ? { bodyId } : {}) },
    (unit) => makeSignal(unit, person, id, values),
  );
  leaveNotice(visit, 'signals.notice.made');
  return redirect(paths.signal({ id: signal }));
}

export async function showSignal(visit: SignedInVisit<unknown>): Promise<Answer> {
  return signalPage(visit, await requireSignal(visit.person, visit.params.id));
}

export async function showParts(visit: SignedInVisit<PartsInput>): Promise<Answer> {
  return signalFragment(visit, await requireSignal(visit.person, visit.params.id));
}

/** Where the address of a form leads that is only sent to. */
export const toSignal = (visit: SignedInVisit<undefined>): Answer =>
  redirect(paths.signal({ id: idOf(visit) }));

export async function showFields(visit: SignedInVisit<unknown>): Promise<Answer> {
  const { signal } = await requireDraft({ session: null }, visit.person, idOf(visit));
  return fieldsPage(visit, signal);
}

export async function showFieldParts(visit: SignedInVisit<unknown>): Promise<Answer> {
  const { signal } = await requireDraft({ session: null }, visit.person, idOf(visit));
  return fieldsFragment(visit, signal);
}

/** Runs a write on a signal for the body this person does it for, and leads back to it. */
async function write<T>(
  visit: SignedInVisit<unknown>,
  notice: string,
  work: (unit: Unit) => Promise<T>,
): Promise<Answer> {
  const { rights } = await requireSignal(visit.person, visit.params.id);
  await visit.act({ record: { type: 'signal', id: idOf(visit) }, bodyId: rights.body }, work);
  leaveNotice(visit, notice);
  return redirect(paths.signal({ id: idOf(visit) }));
}

export async function change(visit: SignedInVisit<ChangeInput>): Promise<Answer> {
  const { person, input } = visit;
  const commands = commandsIn<SignalField>(signalFields, input);
  try {
    return await write(visit, 'gaps.notice.changed', (unit) =>
      changeSignal(unit, person, idOf(visit), commands),
    );
  } catch (error) {
    if (!(error instanceof Conflict) || !error.details.conflicts) throw error;
    const { signal } = await requireSignal(person, visit.params.id);
    return reviewPage(visit, signal, error.details.conflicts as FieldConflict<SignalField>[]);
  }
}

export const sign = (visit: SignedInVisit<SignatureInput>): Promise<Answer> =>
  write(visit, 'signals.notice.signed', (unit) => signSignal(unit, visit.person, idOf(visit), visit.input));

export async function dispatch(visit: SignedInVisit<DispatchInput>): Promise<Answer> {
  const { person, house, input } = visit;
  const { signal } = await requireSignal(person, visit.params.id);
  const content = await contentNow(house, signal);
  const t = translator(signal.values.language as Language);
  const why = t('signals.begin.why', { authority: content.authority, title: signal.values.title });
  return write(visit, 'signals.notice.sent', (unit) =>
    sendSignal(unit, person, idOf(visit), { ...input, content, why }),
  );
}

export const withdraw = (visit: SignedInVisit<WithdrawalInput>): Promise<Answer> =>
  write(visit, 'signals.notice.withdrawn', (unit) =>
    withdrawSignal(unit, visit.person, idOf(visit), visit.input),
  );

export const resume = (visit: SignedInVisit<undefined>): Promise<Answer> =>
  write(visit, 'signals.notice.resumed', (unit) => resumeSignal(unit, visit.person, idOf(visit)));

export const acknowledge = (visit: SignedInVisit<AcknowledgementInput>): Promise<Answer> =>
  write(visit, 'signals.notice.acknowledged', (unit) =>
    acknowledgeSignal(unit, visit.person, idOf(visit), visit.input),
  );

export const answer = (visit: SignedInVisit<AnswerInput>): Promise<Answer> =>
  write(visit, 'signals.notice.answered', (unit) =>
    answerSignal(unit, visit.person, idOf(visit), visit.input),
  );
