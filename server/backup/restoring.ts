import { randomUUID } from 'node:crypto';
import type { Connection } from 'mongoose';
import { headsOf } from '../core/acts.ts';
import type { Clock } from '../core/clock.ts';
import { belongsInBackup, emptied, freshName } from './contents.ts';
import { endAgain } from './endings.ts';
import { CommandFailed } from './failure.ts';
import { fill } from './fill.ts';
import { documentsIn, type Summary } from './format.ts';
import { beginFilling, type Filling } from './lease.ts';
import { readBackup } from './reading.ts';
import { actsSince, type Survey, survey } from './survey.ts';
import { beginSwitch, finishRestoration, isSwitching, removeWorking } from './switching.ts';
import { isNewer, ownVersion } from './version.ts';

export interface RestoreOptions {
  clock: Clock;
  overwrite: boolean;
  say: (line: string) => void;
}

/**
 * Puts the contents of a backup in the place of what the database holds. The file is read to its end and found whole
 * before anything else; then everything is filled in beside what is there, and exchanged for it at the end.
 * @throws CommandFailed with nothing changed
 */
export async function restore(
  connection: Connection,
  file: string,
  options: RestoreOptions,
): Promise<Summary> {
  const { clock, overwrite, say } = options;
  const db = connection.db!;
  const checked = await readBackup(file, { collection: requireOurs, document: () => {} });
  const { schakel } = checked.header;
  // Its records may hold what this one does not know and would lose or misread.
  if (isNewer(schakel, ownVersion()))
    throw new CommandFailed(
      `${file} was made by Schakel ${schakel}; this is ${ownVersion()}, which is older.`,
    );
  if ((await finishRestoration(connection, clock)).finished)
    say('An interrupted restore was finished first.');
  const there = await survey(db, checked.header.at);
  if (there.counts.size > 0) {
    for (const line of wouldBeReplaced(there, checked.header.at)) say(line);
    if (!overwrite) throw new CommandFailed('The database holds data; --overwrite replaces it.');
  }
  const filling = await beginFilling(db, clock);
  try {
    await fillAndSwitch(connection, file, checked, { ...options, filling });
  } catch (error) {
    await leaveNothing(connection, filling).catch(() => {}); // the next restore or start does
    throw error;
  } finally {
    await filling.end().catch(() => {}); // it ends by itself
  }
  return checked;
}

/** Once the exchange has begun nothing is removed, whatever went wrong: the next to come by finishes it. */
async function leaveNothing(connection: Connection, filling: Filling): Promise<void> {
  if (await isSwitching(connection)) return;
  await filling.check();
  await removeWorking(connection.db!);
}

/** A file from elsewhere must not bring what a backup leaves out. */
function requireOurs({ name }: { name: string }): void {
  if (!belongsInBackup(name))
    throw new CommandFailed(`The file holds ${name}, which does not belong in a backup.`);
}

async function fillAndSwitch(
  connection: Connection,
  file: string,
  checked: Summary,
  { clock, say, filling }: RestoreOptions & { filling: Filling },
): Promise<void> {
  const db = connection.db!;
  await removeWorking(db);
  await fill(db, file, checked, () => filling.check());
  const listed = await db.listCollections({}, { nameOnly: true }).toArray();
  const mine = listed.map(({ name }) => name).filter(belongsInBackup);
  const empty = new Set([...mine.filter((name) => !checked.counts.has(name)), ...emptied]);
  for (const name of empty) await db.createCollection(freshName(name));
  // Before anybody can look at it, not only afterwards: what was withdrawn is not open for a moment.
  const before = await endAgain(db, { replaced: (name) => name, restored: freshName });
  const gone = await actsSince(db, checked.header.at);
  const head = await headsOf(connection).findOne({ _id: 'acts' });
  await filling.check();
  await beginSwitch(connection, {
    restoration: randomUUID(),
    at: clock.now(),
    collections: [...checked.counts.keys(), ...empty],
    details: {
      backup: checked.header.backup,
      backupAt: checked.header.at.toISOString(),
      backupMadeBy: checked.header.schakel,
      documents: documentsIn(checked.counts),
      actsGone: gone.reduce((total, { count }) => total + count, 0),
      endedAgain: Object.values(before).reduce((total, count) => total + count, 0),
      ...(head ? { replacedSequence: head.sequence, replacedHash: head.hash } : {}),
    },
  });
  const { endedAgain } = await finishRestoration(connection, clock, true);
  for (const line of ended(before, endedAgain)) say(line);
}

function wouldBeReplaced({ counts, newestAct, actsSince }: Survey, at: Date): string[] {
  const lines = [
    `The database holds ${documentsIn(counts)} documents in ${counts.size} collections` +
      (newestAct ? `; its newest act is of ${newestAct.toISOString()}.` : '.'),
  ];
  const gone = actsSince.reduce((total, { count }) => total + count, 0);
  if (gone > 0) {
    lines.push(`Acts after the backup (${at.toISOString()}) that a restore takes away: ${gone}`);
    for (const { name, count } of actsSince) lines.push(`  ${String(count).padStart(7)} ${name}`);
  }
  return lines;
}

const named: Record<string, string> = {
  consents: 'withdrawals of consent',
  casemembers: 'ended places in a case',
  memberships: 'ended memberships',
  invitations: 'links that were used or withdrawn',
  liveRedactions: 'redactions; the words go again before anybody is let in',
};

function ended(...counts: Record<string, number>[]): string[] {
  return Object.entries(named).flatMap(([name, what]) => {
    const total = counts.reduce((sum, one) => sum + (one[name] ?? 0), 0);
    return total > 0 ? [`Kept as it was before the restore: ${total} ${what}`] : [];
  });
}
