import { PersonModel, type SecondFactor } from '../../../../models/Person.ts';
import { Conflict } from '../../../core/errors.ts';
import type { Language } from '../../../core/i18n.ts';
import type { Unit } from '../../../core/unitOfWork.ts';
import { withdrawLinks } from '../links.ts';
import { setPassword } from '../passwordReset/actions.ts';

export async function changeName(
  unit: Unit,
  id: string,
  to: { name: string; language: Language },
): Promise<null> {
  await PersonModel.updateOne({ _id: id }, { $set: to }, { session: unit.session });
  return null;
}

/** Ends all sessions, and the links that could still change the password. */
export async function changePassword(unit: Unit, id: string, passwordHash: string): Promise<null> {
  await withdrawLinks(unit, { purpose: 'passwordReset', person: id });
  await setPassword(unit, id, passwordHash);
  return null;
}

export async function signOutEverywhere(unit: Unit, id: string): Promise<null> {
  await PersonModel.updateOne({ _id: id }, { $inc: { sessionEpoch: 1 } }, { session: unit.session });
  return null;
}

/** @throws Conflict when there is one already: it is taken off first, with one of its own codes. */
export async function setSecondFactor(unit: Unit, id: string, secondFactor: SecondFactor): Promise<null> {
  const none = { _id: id, secondFactor: { $exists: false } };
  const changed = await PersonModel.updateOne(none, { $set: { secondFactor } }, { session: unit.session });
  if (changed.modifiedCount !== 1) throw new Conflict('accounts.secondFactor.already');
  return null;
}

export async function removeSecondFactor(unit: Unit, id: string): Promise<null> {
  await PersonModel.updateOne({ _id: id }, { $unset: { secondFactor: 1 } }, { session: unit.session });
  return null;
}

/** The older codes stop working. @param hashes SHA-256 of the new ones, in hex. */
export async function replaceRecoveryCodes(unit: Unit, id: string, hashes: string[]): Promise<null> {
  const change = { $set: { 'secondFactor.recoveryCodes': hashes } };
  await PersonModel.updateOne({ _id: id, secondFactor: { $exists: true } }, change, {
    session: unit.session,
  });
  return null;
}
