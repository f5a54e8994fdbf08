import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Collection, Db } from 'mongodb';
import type { Connection } from 'mongoose';
import { type Act, actsOf, headsOf } from '../core/acts.ts';
import type { Clock } from '../core/clock.ts';
import { type RestorationMark, restorationsOf } from '../core/restorations.ts';
import { asideName, freshName, isWorking } from './contents.ts';
import { endAgain } from './endings.ts';
import { isFilling } from './lease.ts';
import { isEmbedded } from './moment.ts';

/** All that is needed to finish an exchange that was begun, whoever began it. */
export interface Switch {
  restoration: string;
  at: Date;
  /** Each of them has been filled under its working name. */
  collections: string[];
  /** For the act: codes, counts and instants. */
  details: Act['details'];
}

type SwitchMark = RestorationMark & Partial<Switch>;
const marksOf = (connection: Connection): Collection<SwitchMark> =>
  restorationsOf(connection) as unknown as Collection<SwitchMark>;

/** From here on writers are refused, and the restore is finished by whoever comes by: there is no way back. */
export async function beginSwitch(connection: Connection, begun: Switch): Promise<void> {
  const { restoration, ...rest } = begun;
  const mark = { restoration, state: 'switching' as const, ...rest };
  await marksOf(connection).updateOne({ _id: 'current' }, { $set: mark }, { upsert: true });
}

export const isSwitching = async (connection: Connection): Promise<boolean> =>
  (await restorationsOf(connection).countDocuments({ _id: 'current', state: 'switching' })) > 0;

/**
 * Finishes a restore whose exchange has begun; does nothing where there is none. Every step may be repeated, and two
 * that do this at once do not harm each other. Collections nobody needs any more are removed: by whoever restores
 * (`isOurs`), by others only when that one is gone, because it may be about to put one of them aside.
 */
export async function finishRestoration(
  connection: Connection,
  clock: Clock,
  isOurs = false,
): Promise<{ finished: boolean; endedAgain: Record<string, number> }> {
  const db = connection.db!;
  const mark = await marksOf(connection).findOne({ _id: 'current', state: 'switching' });
  const tidy = async (): Promise<void> => {
    if (isOurs || !(await isFilling(db, clock))) await removeWorking(db);
  };
  if (!mark) {
    await tidy();
    return { finished: false, endedAgain: {} };
  }
  await exchange(connection, mark.collections ?? []);
  // What ended while the exchange was under way: the collections that were put aside no longer change.
  const endedAgain = await endAgain(db, { replaced: asideName, restored: (name) => name });
  await headsOf(connection).updateMany({}, { $set: { holder: '', heldUntil: new Date(0) } });
  await actsOf(connection).updateOne(
    { _id: mark.restoration },
    { $setOnInsert: restoredAct(mark) },
    { upsert: true },
  );
  await marksOf(connection).updateOne(
    { _id: 'current', restoration: mark.restoration },
    { $set: { state: 'done' }, $unset: { collections: '', details: '' } },
  );
  await tidy();
  return { finished: true, endedAgain };
}

/** Nobody signed in did this: whoever may run programs on the machine did. */
const restoredAct = ({ restoration, at, details }: SwitchMark): Omit<Act, '_id'> => ({
  name: 'installation.restored',
  actor: null,
  record: { type: 'installation', id: restoration },
  details: details ?? {},
  at: at!,
  outcome: null,
  pending: true,
});

const namesIn = async (db: Db): Promise<Set<string>> =>
  new Set((await db.listCollections({}, { nameOnly: true }).toArray()).map(({ name }) => name));

/** NamespaceNotFound, NamespaceExists: somebody else did this meanwhile. */
const doneByAnother = (error: unknown): boolean => [26, 48].includes((error as { code?: number }).code ?? 0);

/** On the embedded store one step; on MongoDB one after the other, each found done by whoever comes later. */
async function exchange(connection: Connection, collections: string[]): Promise<void> {
  const db = connection.db!;
  const inOneStep = await isEmbedded(db);
  const renames = await renamesLeft(db, collections, inOneStep);
  if (renames.length === 0) return;
  if (!inOneStep) return renameOneByOne(connection, renames);
  await db.command({ schakelRename: renames }).catch((error: unknown) => {
    if (!doneByAnother(error)) throw error;
    return exchange(connection, collections);
  });
}

async function renamesLeft(
  db: Db,
  collections: string[],
  inOneStep: boolean,
): Promise<{ from: string; to: string }[]> {
  const present = await namesIn(db);
  const renames: { from: string; to: string }[] = [];
  for (const name of collections) {
    if (!present.has(freshName(name))) continue;
    if (present.has(name) && !present.has(asideName(name))) renames.push({ from: name, to: asideName(name) });
    // What it stands for is aside already: a writer made it again between two steps. Renaming drops such a one, and
    // it alone; here nothing is dropped that another may have put there meanwhile.
    else if (present.has(name) && inOneStep)
      renames.push({ from: name, to: asideName(`${name}.${randomUUID()}`) });
    renames.push({ from: freshName(name), to: name });
  }
  return renames;
}

export async function renameOneByOne(
  connection: Connection,
  renames: { from: string; to: string }[],
): Promise<void> {
  for (const { from, to } of renames) {
    if (!(await isSwitching(connection))) return;
    await connection
      .db!.renameCollection(from, to, { dropTarget: !isWorking(to) })
      .catch((error: unknown) => {
        if (!doneByAnother(error)) throw error;
      });
  }
}

/** What an earlier restore left, whether it was killed while it filled or while it cleaned up. */
export async function removeWorking(db: Db): Promise<void> {
  for (const name of await namesIn(db)) if (isWorking(name)) await db.dropCollection(name);
}

/**
 * For who opens the database: leaves it to whoever restores to finish, as long as they live, and finishes it in their
 * place when they are gone. `alone` says that nobody else can be at work on it.
 */
export async function settleRestoration(connection: Connection, clock: Clock, alone: boolean): Promise<void> {
  const db = connection.db!;
  while (!alone && (await isSwitching(connection)) && (await isFilling(db, clock))) await pause(250);
  await finishRestoration(connection, clock, alone);
}
