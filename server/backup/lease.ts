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
  const before = await attempt(db, clock, holder);
  if (before) {
    await pause(Math.max(0, before.heldUntil.getTime() - clock.now().getTime()) + 50);
    if (await attempt(db, clock, holder)) throw new CommandFailed('Another restore is under way.');
  }
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
