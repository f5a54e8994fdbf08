import type { ClientSession, Collection } from 'mongodb';
import type { Connection } from 'mongoose';
import { Unavailable } from './errors.ts';
import type { Guard } from './guardedInserts.ts';

/** What a database says of the last restore into it; server/backup writes it. */
export interface RestorationMark {
  _id: 'current';
  /** A UUID. */
  restoration: string;
  /** `switching` from when the first collection is exchanged until all of it is as it has to be. */
  state: 'switching' | 'done';
}

export const restorationsOf = (connection: Connection): Collection<RestorationMark> =>
  connection.db!.collection<RestorationMark>('restorations');

/** The data was restored from a backup since this was read. Nothing was written. */
export class Restored extends Unavailable {
  override name = 'Restored';
  constructor() {
    super('errors.restored');
  }
}

/**
 * Keeps what was decided on the data before a restore from being written into the data after it. Every write that
 * follows from something read earlier goes through it, in its own transaction.
 */
export interface Fence {
  /** The restore whose data this is; empty when there was none. */
  readonly restoration: string;
  /** False for good once a restore has begun: what is open now has to be opened anew. */
  readonly isOpen: boolean;
  /** What must be so in the database for it to be open. */
  readonly guard: Guard;
  /** @throws Restored */
  check(session?: ClientSession): Promise<void>;
  /** A transaction that begins with the check. It may run more than once. @throws Restored */
  through<T>(work: (session: ClientSession) => Promise<T>): Promise<T>;
  /** Is told once, when it is no longer open. */
  onClosed(listener: () => void): void;
  /** Stops looking. */
  stop(): void;
}

/**
 * @param lookEvery milliseconds between two looks, for a restore that happens while nobody writes
 * @throws Restored while the data is being exchanged
 */
export async function openFence(connection: Connection, lookEvery = 1000): Promise<Fence> {
  const read = (session?: ClientSession) =>
    restorationsOf(connection).findOne({ _id: 'current' }, session ? { session } : {});
  const noted = await read();
  if (noted?.state === 'switching') throw new Restored();
  const listeners: (() => void)[] = [];
  let isOpen = true;
  const close = (): void => {
    if (!isOpen) return;
    isOpen = false;
    clearInterval(timer);
    for (const listener of listeners) listener();
  };
  const check = async (session?: ClientSession): Promise<void> => {
    const now = await read(session);
    if (now?.restoration !== noted?.restoration || now?.state !== noted?.state) close();
    if (!isOpen) throw new Restored();
  };
  // A store that does not answer is somebody else's trouble.
  const timer = setInterval(() => void check().catch(() => {}), lookEvery).unref();
  return {
    restoration: noted?.restoration ?? '',
    guard: {
      collection: 'restorations',
      filter: { _id: 'current', ...(noted && { restoration: noted.restoration, state: noted.state }) },
      finds: noted !== null,
    },
    get isOpen() {
      return isOpen;
    },
    check,
    through: (work) =>
      connection.getClient().withSession((session) =>
        session.withTransaction(
          async () => {
            await check(session);
            return work(session);
          },
          { readConcern: 'snapshot', writeConcern: { w: 'majority', journal: true } },
        ),
      ),
    onClosed: (listener) => {
      listeners.push(listener);
      if (!isOpen) listener();
    },
    stop: () => clearInterval(timer),
  };
}
