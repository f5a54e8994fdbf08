import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Collection, Db } from 'mongodb';
import type { Clock } from '../core/clock.ts';
import { CommandFailed } from './failure.ts';

interface Lease {
  _id: 'filling';
  holder: string;
  heldUntil: Date;
}

const milliseconds = 10_000;
const renewEvery = 2_000;

const leaseOf = (db: Db): Collection<Lease> => db.collection<Lease>('restorations');

export const isFilling = async (db: Db, clock: Clock): Promise<boolean> =>
  (await leaseOf(db).countDocuments({ _id: 'filling', heldUntil: { $gt: clock.now() } })) > 0;

/** The right to fill working collections: two restores at once would take each other's away. */
export interface Filling {
  /** @throws CommandFailed when the lease went to another */
  check(): Promise<void>;
  end(): Promise<void>;
}

/**
 * One that was killed holds its lease for some seconds more: they are waited for.
 * @throws CommandFailed when another restore is under way
 */
export async function beginFilling(db: Db, clock: Clock): Promise<Filling> {
  const holder = randomUUID();
  for (let held = await attempt(db, clock, holder); held; held = await attempt(db, clock, holder))
    await outlast(db, clock, held);
  let isOurs = true;
  const renew = async (): Promise<void> => {
    const kept = await leaseOf(db).updateOne(
      { _id: 'filling', holder },
      { $set: { heldUntil: later(clock) } },
    );
    isOurs &&= kept.matchedCount === 1;
  };
  const timer = setInterval(() => void renew().catch(() => {}), renewEvery).unref();
  return {
    check: async () => {
      if (!isOurs) throw new CommandFailed('Another restore has taken over.');
    },
    end: async () => {
      clearInterval(timer);
      await leaseOf(db).deleteOne({ _id: 'filling', holder });
    },
  };
}

/** @throws CommandFailed when the holder of this lease shows that it lives: it renews it, or has come to an end */
async function outlast(db: Db, clock: Clock, held: Lease): Promise<void> {
  while (held.heldUntil >= clock.now()) {
    await pause(250);
    const now = await leaseOf(db).findOne({ _id: 'filling' });
    if (now?.holder !== held.holder || now.heldUntil.getTime() !== held.heldUntil.getTime())
      throw new CommandFailed('Another restore is under way.');
  }
}

const later = (clock: Clock): Date => new Date(clock.now().getTime() + milliseconds);

/** Answers who has it, or null when it is ours. */
async function attempt(db: Db, clock: Clock, holder: string): Promise<Lease | null> {
  try {
    await leaseOf(db).updateOne(
      { _id: 'filling', heldUntil: { $lt: clock.now() } },
      { $set: { holder, heldUntil: later(clock) } },
      { upsert: true },
    );
    return null;
  } catch (error) {
    if ((error as { code?: unknown }).code !== 11000) throw error;
    return leaseOf(db).findOne({ _id: 'filling' });
  }
}
