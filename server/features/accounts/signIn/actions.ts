import { PersonModel, type PersonRecord } from '../../../../models/Person.ts';
import { Invalid } from '../../../core/errors.ts';
import type { House } from '../../../core/house.ts';
import type { ActAbout, Visit } from '../../../core/route.ts';
import type { Unit } from '../../../core/unitOfWork.ts';
import { beginAttempt } from '../attempts.ts';
import { describeDevice, deviceOf, knownDevice } from '../devices.ts';
import { codeCounters } from '../lockout.ts';
import { accountsCipher, openSecret, recoveryHash, stepOfCode, typedCode } from '../secondFactor.ts';

/** Nobody's id: the record of a refusal for an address without an account. */
export const unknownPerson = 'unknown';

/** A coarse word for where it happened, for the person's own list. */
export const deviceDetails = (visit: Visit): { device: string } => ({
  device: describeDevice(visit.request.get('user-agent')),
});

/**
 * Writes the refusal and throws it. Under an id of its own, never the form's: whoever sends the same form again
 * and again makes a new attempt each time, and each is counted and seen.
 * @throws Invalid always, with the same message whether the account exists or not.
 */
export async function refuse(
  visit: Visit,
  refusal: { kind: 'wrong' | 'wait'; personId: string | null; milliseconds?: number },
  field: { name: string; key: string },
): Promise<never> {
  const { house } = visit;
  await house.unitOfWork.record({
    name: 'account.signInRefused',
    actor: null,
    record: { type: 'person', id: refusal.personId ?? unknownPerson },
    details: { ...deviceDetails(visit), reason: `${field.name}:${refusal.kind}` },
  });
  if (refusal.kind === 'wrong') throw new Invalid({ [field.name]: field.key });
  const minutes = Math.ceil((refusal.milliseconds ?? 0) / 60_000);
  throw new Invalid({ [field.name]: { key: 'accounts.signIn.wait', values: { count: minutes } } });
}

export type WriteAct = (visit: Visit, about: ActAbout & { name: string }) => Promise<void>;

/** An act under an id of its own, beside the one of the form. */
export const recordAct: WriteAct = (visit, { name, record, details = {}, actor = null }) =>
  visit.house.unitOfWork.record({ name, record, details, actor });

/** The form's own act; sent again it is written again, so that no sign-in hides behind an earlier one. */
export const actAnew: WriteAct = async (visit, about) => {
  let written = false;
  await visit.act(about, async () => {
    written = true;
    return null;
  });
  if (!written) await recordAct(visit, about);
};

/** What a code turned out to be; it still has to be spent. */
export type Proof = { kind: 'code'; step: number } | { kind: 'recoveryCode'; hash: string };

/**
 * Looks at a code of the authenticator app or a recovery code.
 * @throws Invalid when it is wrong, used before, or there were too many attempts.
 * @throws KeyUnavailable when the secret cannot be opened.
 */
export async function checkCode(visit: Visit, person: PersonRecord, typed: string): Promise<Proof> {
  const { house } = visit;
  const factor = person.secondFactor;
  const field = { name: 'code', key: 'accounts.secondFactor.wrong' };
  const cipher = await accountsCipher(house.keys);
  const device = await deviceOf(visit.request, house);
  const attempt = await beginAttempt(
    codeCounters(person._id, knownDevice(device, person._id)),
    house.clock.now(),
  );
  if (attempt.wait > 0)
    return refuse(visit, { kind: 'wait', personId: person._id, milliseconds: attempt.wait }, field);
  const proof = factor ? proofOf(cipher, person, typed, house) : null;
  if (!proof) return refuse(visit, { kind: 'wrong', personId: person._id }, field);
  await attempt.succeeded();
  return proof;
}

type Opening = Awaited<ReturnType<typeof accountsCipher>>;

function proofOf(cipher: Opening, person: PersonRecord, typed: string, house: House): Proof | null {
  const factor = person.secondFactor!;
  const code = typedCode(typed);
  const secret = openSecret(cipher, person._id, bytesOf(factor.sealedSecret));
  const step = stepOfCode(secret, code, house.clock.now(), factor.lastStep);
  if (step !== null) return { kind: 'code', step };
  const hash = recoveryHash(code);
  return factor.recoveryCodes.includes(hash) ? { kind: 'recoveryCode', hash } : null;
}

/** Binary as lean reads give it. */
const bytesOf = (value: Buffer | { buffer: Uint8Array }): Uint8Array =>
  Buffer.isBuffer(value) ? value : value.buffer;

/**
 * Uses up the code: it works once, also when two requests bring it at the same time.
 * @throws Invalid when another request was first.
 */
export async function spendCode(unit: Unit, personId: string, proof: Proof): Promise<void> {
  const { session } = unit;
  const spent =
    proof.kind === 'code'
      ? await PersonModel.updateOne(
          { _id: personId, 'secondFactor.lastStep': { $lt: proof.step } },
          { $set: { 'secondFactor.lastStep': proof.step } },
          { session },
        )
      : await PersonModel.updateOne(
          { _id: personId, 'secondFactor.recoveryCodes': proof.hash },
          { $pull: { 'secondFactor.recoveryCodes': proof.hash } },
          { session },
        );
  if (spent.modifiedCount !== 1) throw new Invalid({ code: 'accounts.secondFactor.wrong' });
}
