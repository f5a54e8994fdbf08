import { randomUUID } from 'node:crypto';
import { CalendarFeedModel } from '../../../models/CalendarFeed.ts';
import { tokenHash } from '../../core/tokens.ts';
import type { Unit } from '../../core/unitOfWork.ts';
import type { Writer } from './queries.ts';

/** The address of before works no more. */
export async function endFeed({ session, now }: Unit, { id }: Writer): Promise<null> {
  await CalendarFeedModel.updateMany({ person: id, endedAt: null }, { $set: { endedAt: now } }, { session });
  return null;
}

/** A new secret address for the calendar of somebody; the secret stays with the caller. */
export async function makeFeed(unit: Unit, person: Writer, secret: string): Promise<null> {
  await endFeed(unit, person);
  const feed = { _id: randomUUID(), person: person.id, secretHash: tokenHash(secret) };
  await CalendarFeedModel.create([{ ...feed, madeAt: unit.now, endedAt: null }], { session: unit.session });
  return null;
}
