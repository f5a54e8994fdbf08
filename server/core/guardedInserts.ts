import type { ClientSession, Document } from 'mongodb';
import type { Connection } from 'mongoose';
import { type Fence, Restored } from './restorations.ts';
import { wasCutOff } from './storeFaults.ts';

/** That something in a collection matches a filter, or that nothing does. */
export interface Guard {
  collection: string;
  filter: Document;
  finds: boolean;
}

/** A guard did not hold. Nothing was written. */
export class GuardFailed extends Error {
  override name = 'GuardFailed';
  readonly guard: Guard;
  constructor(guard: Guard) {
    super(`it is not so any more in ${guard.collection}`);
    this.guard = guard;
  }
}

/**
 * Writes records, each by itself, if at that moment the fence is open and every guard holds. On disk when it resolves.
 * @returns the places of those that are not written because a unique index has them already.
 * @throws GuardFailed, Restored
 */
export type GuardedInsert = (
  collection: string,
  records: Document[],
  guards: readonly Guard[],
) => Promise<Set<number>>;

const codes = { duplicate: 11000, unknownCommand: 59 };

const codeOf = (error: unknown): unknown => (error as { code?: unknown } | null)?.code;
export const isDuplicate = (error: unknown): boolean => codeOf(error) === codes.duplicate;

/** By one command of the embedded store, and with MongoDB, which has none such, by a transaction. */
export function guardedInserts(connection: Connection, fence: Fence): GuardedInsert {
  const [byCommand, byTransaction] = [inOneCommand(connection, fence), inTransaction(connection, fence)];
  let hasCommand = true;
  return async (...ask) => {
    if (hasCommand) {
      try {
        return await byCommand(...ask);
      } catch (error) {
        if (codeOf(error) !== codes.unknownCommand) throw error;
        hasCommand = false;
      }
    }
    return byTransaction(...ask);
  };
}

interface Answer {
  /** The number of the guard that did not hold. */
  guard?: number;
  writeErrors?: { index: number; code: number; errmsg: string }[];
}

function inOneCommand(connection: Connection, fence: Fence): GuardedInsert {
  const ask = (command: Document): Promise<Answer> => connection.db!.command(command) as Promise<Answer>;
  return async (collection, records, guards) => {
    if (!fence.isOpen) throw new Restored();
    const all = [fence.guard, ...guards];
    const command = {
      schakelInsert: collection,
      guards: all.map(({ collection: find, filter, finds }) => ({ find, filter, finds })),
      ordered: false,
      documents: records,
    };
    // A store that was started again is asked once more. What it had written by then it has already.
    const answer = await ask(command).catch((error) => {
      if (wasCutOff(error)) return ask(command);
      throw error;
    });
    if (answer.guard === 0) await closed(fence);
    if (answer.guard !== undefined) throw new GuardFailed(all[answer.guard]!);
    const { writeErrors = [] } = answer;
    const other = writeErrors.find((error) => !isDuplicate(error));
    if (other) throw new Error(other.errmsg);
    return new Set(writeErrors.map(({ index }) => index));
  };
}

async function closed(fence: Fence): Promise<never> {
  await fence.check();
  throw new Restored();
}

export function inTransaction(connection: Connection, fence: Fence): GuardedInsert {
  const insert: GuardedInsert = async (collection, records, guards) => {
    try {
      await fence.through(async (session) => {
        for (const guard of guards) await check(connection, guard, session);
        await connection.db!.collection(collection).insertMany(records, { session });
      });
      return new Set();
    } catch (error) {
      if (!isDuplicate(error)) throw error;
    }
    // All or none of them: one that is there already keeps the others out, which then go one by one.
    if (records.length === 1) return new Set([0]);
    const there = new Set<number>();
    for (const [place, record] of records.entries())
      if ((await insert(collection, [record], guards)).size > 0) there.add(place);
    return there;
  };
  return insert;
}

async function check(connection: Connection, guard: Guard, session: ClientSession): Promise<void> {
  const { collection, filter, finds } = guard;
  const found = await connection.db!.collection(collection).findOne(filter, { session });
  if ((found !== null) !== finds) throw new GuardFailed(guard);
}
