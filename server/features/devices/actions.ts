import { randomBytes, randomUUID } from 'node:crypto';
import { OwnDeviceModel } from '../../../models/OwnDevice.ts';
import { Conflict, NotFound } from '../../core/errors.ts';
import type { House } from '../../core/house.ts';
import type { Unit } from '../../core/unitOfWork.ts';
import { sessionEpochOf } from '../accounts/queries.ts';
import { secretPlace } from './queries.ts';

/** Says that this browser is this person's alone. Said before: nothing changes. @throws KeyUnavailable */
export async function markOwn(
  house: House,
  unit: Unit,
  device: { person: string; browser: string; name: string },
): Promise<null> {
  const { session, now } = unit;
  const cipher = await house.keys.cipher('accounts');
  const { person, browser, name } = device;
  const id = randomUUID();
  const record = {
    _id: id,
    name,
    since: now,
    lastContact: now,
    lease: null,
    epoch: 0,
    sealedSecret: cipher.seal(randomBytes(32), secretPlace(id)),
  };
  await OwnDeviceModel.updateOne({ person, browser }, { $setOnInsert: record }, { session, upsert: true });
  return null;
}

/** The device is no longer this person's: what it still keeps sealed can be opened by nobody any more. */
export async function unmarkOwn(unit: Unit, person: string, id: string): Promise<null> {
  const gone = await OwnDeviceModel.deleteOne({ _id: id, person }, { session: unit.session });
  if (gone.deletedCount !== 1) throw new NotFound();
  return null;
}

/**
 * Gives the copy on this browser a lease: the one it has is prolonged, an ended one is followed by another.
 * @throws Conflict when the browser is not this person's.
 */
export async function giveLease(unit: Unit, person: string, browser: string): Promise<null> {
  const { session, now } = unit;
  const found = await OwnDeviceModel.findOne({ person, browser }).session(session).lean();
  if (!found) throw new Conflict('devices.notOwn');
  const epoch = await sessionEpochOf(person, session);
  const lease = found.lease !== null && found.epoch === epoch ? found.lease : randomUUID();
  const change = { $set: { lease, epoch, lastContact: now } };
  await OwnDeviceModel.updateOne({ _id: found._id }, change, { session });
  return null;
}

/** Somebody signs out of this browser: the copy on it has no ground any more. */
export async function endLease(unit: Unit, person: string, browser: string): Promise<null> {
  const { session } = unit;
  await OwnDeviceModel.updateOne({ person, browser }, { $set: { lease: null } }, { session });
  return null;
}
