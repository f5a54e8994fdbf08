import { createHash } from 'node:crypto';
import { type ClientSession, MongoServerError } from 'mongodb';
import type { Connection } from 'mongoose';
import { type LiveCheckpointRecord, liveCheckpointsOf } from '../../../models/LiveCheckpoint.ts';
import { type LiveRedactionRecord, liveRedactionsOf } from '../../../models/LiveRedaction.ts';
import { type LiveUpdateRecord, liveUpdatesOf, type RedactedStretch } from '../../../models/LiveUpdate.ts';
import { frame, unframe } from '../../../public/scripts/live/frames.ts';
import type { Cipher } from '../../core/keys.ts';
import type { Compactor } from '../compactor.ts';
import { Ledger } from '../history/ledger.ts';
import { bytesOf, type Commit, commitOf, requireOrder, sealCommit } from '../log.ts';
import { Unreadable } from '../unreadable.ts';
import { createEpochs } from './epochs.ts';
import { Blackout, deletionOf, rewrite, wordsIn } from './rewriting.ts';

/** Who redacts what, and why. */
export interface Redaction {
  /** Also the id of the update that says so in the log. */
  id: string;
  document: string;
  at: Date;
  personId: string;
  organisationId: string;
  /** Sealed. */
  reason: Uint8Array;
  stretches: RedactedStretch[];
  /** Words that may be left in no update, wherever in it; none when only `stretches` are to go. */
  words: string[];
}

/** A moment that somebody keeps by name, before its words were redacted. */
export interface BuriedMoment {
  sequence: number;
  /**
   * SHA-256, in hex, over every commit up to it as it was kept. Sealing begins with random bytes that are gone with
   * what was sealed, so nobody can try out words against it; whoever has an old copy can tell it is this one.
   */
  hash: string;
}

export interface RedactionMade {
  /** The commit that says so; 0 when none of the characters was there. */
  sequence: number;
  /** Characters that are gone. */
  characters: number;
  /** Of the moments that were asked about, those that held some of them. */
  buried: BuriedMoment[];
}

/** The transaction began before what this follows from, or after: it runs again. */
function again(message: string): MongoServerError {
  const error = new MongoServerError({ message });
  error.addErrorLabel('TransientTransactionError');
  return error;
}

interface Parts {
  connection: Connection;
  cipher: Cipher;
  compactor: Compactor;
  session: ClientSession;
}

/**
 * Takes characters out of everything that is stored of a document, as one part of the caller's transaction: every
 * commit that holds them, and every checkpoint. The commit that says so takes the next number, so that nothing which
 * was written on top of the old words can be committed after it.
 * @param last the number of the last commit that `redaction` was worked out from; null for whatever is there
 * @param moments numbers of commits that somebody keeps by name
 * @throws Unreadable
 */
export async function redactStored(
  parts: Parts,
  redaction: Redaction,
  { last, moments }: { last: number | null; moments: readonly number[] },
): Promise<RedactionMade> {
  const { connection, cipher, session } = parts;
  const { document } = redaction;
  const updates = liveUpdatesOf(connection).collection;
  const records = await updates
    .find<LiveUpdateRecord>({ document }, { sort: { sequence: 1 }, promoteBuffers: true, session })
    .toArray();
  if (last !== null && (records.at(-1)?.sequence ?? 0) !== last) throw again('written in meanwhile');
  const commits = requireOrder(
    records.map((record) => commitOf(record, document, cipher)),
    0,
  );
  const ledger = ledgerOf(commits);
  // All of them are noted, also those that are not there: another backup may bring them back.
  const all = allStretches(commits, redaction);
  const stretches = all.flatMap((stretch) => ledger.known(stretch));
  if (stretches.length === 0) {
    await createEpochs(connection).begin(document, epochOf(commits), session);
    await note(parts, redaction, all, 0);
    return { sequence: 0, characters: 0, buried: [] };
  }
  const buried = buriedMoments(records, ledger, stretches, moments);
  const sequence = commits.length + 1;
  const rewritten = rewriteAll(commits, new Blackout(stretches));
  const saying = commitThatSays(redaction, stretches, sequence);
  await createEpochs(connection).begin(document, sequence, session);
  for (const commit of rewritten.changed) {
    const sealed = sealCommit(cipher, document, commit);
    await updates.updateOne(
      { _id: `${document}/${commit.sequence}` as never },
      { $set: { sealed } },
      { session },
    );
  }
  await updates.insertOne(recordOf(document, saying, cipher) as never, { session });
  await replaceCheckpoints(parts, document, [...rewritten.all, saying], redaction.at);
  await note(parts, redaction, all, sequence);
  return { sequence, characters: stretches.reduce((sum, { length }) => sum + length, 0), buried };
}

function ledgerOf(commits: readonly Commit[]): Ledger {
  const ledger = new Ledger();
  for (const { sequence, at, entries, updates } of commits) {
    const list = unframe(updates);
    for (const [index, { personId, organisationId }] of entries.entries())
      ledger.take({ sequence, at, personId, organisationId }, list[index]!);
  }
  return ledger;
}

const epochOf = (commits: readonly Commit[]): number =>
  commits.findLast(({ entries }) => entries.some(({ redacted }) => redacted))?.sequence ?? 0;

/** What was found where it stood, and what the updates themselves hold of the words besides. */
function allStretches(commits: readonly Commit[], { stretches, words }: Redaction): RedactedStretch[] {
  const offsets = new Map<string, RedactedStretch>();
  const found = commits.flatMap(({ updates }) =>
    unframe(updates).flatMap((update) => wordsIn(update, words)),
  );
  for (const { client, clock, length, offset } of [...stretches, ...found])
    for (let at = 0; at < length; at++) {
      const key = `${client}.${clock + at}`;
      if (!offsets.has(key)) offsets.set(key, { client, clock: clock + at, length: 1, offset: offset + at });
    }
  const joined: RedactedStretch[] = [];
  for (const one of [...offsets.values()].sort((a, b) => a.client - b.client || a.clock - b.clock)) {
    const before = joined.at(-1);
    const goesOn =
      before?.client === one.client &&
      before.clock + before.length === one.clock &&
      before.offset + before.length === one.offset;
    if (goesOn) before.length += 1;
    else joined.push({ ...one });
  }
  return joined;
}

/** A moment held them when some of them were written by then and not deleted. */
function buriedMoments(
  records: readonly LiveUpdateRecord[],
  ledger: Ledger,
  stretches: readonly RedactedStretch[],
  moments: readonly number[],
): BuriedMoment[] {
  const wanted = new Set(moments);
  const hash = createHash('sha256');
  const buried: BuriedMoment[] = [];
  for (const { sequence, sealed } of records) {
    hash.update(`${sequence}\n`).update(bytesOf(sealed));
    if (wanted.has(sequence) && ledger.holds(stretches, sequence))
      buried.push({ sequence, hash: hash.copy().digest('hex') });
  }
  return buried;
}

function rewriteAll(commits: readonly Commit[], blackout: Blackout): { all: Commit[]; changed: Commit[] } {
  const changed: Commit[] = [];
  const all = commits.map((commit) => {
    const list = unframe(commit.updates);
    const without = list.map((update) => rewrite(update, blackout));
    if (without.every((update) => update === null)) return commit;
    const rewritten = { ...commit, updates: frame(list.map((update, index) => without[index] ?? update)) };
    changed.push(rewritten);
    return rewritten;
  });
  return { all, changed };
}

function commitThatSays(
  { id, at, personId, organisationId }: Redaction,
  redacted: RedactedStretch[],
  sequence: number,
): Commit {
  const entry = { id, personId, organisationId, clients: [], redacted };
  return { sequence, at, entries: [entry], updates: frame([deletionOf(redacted)]) };
}

const recordOf = (document: string, commit: Commit, cipher: Cipher): LiveUpdateRecord => ({
  _id: `${document}/${commit.sequence}`,
  document,
  sequence: commit.sequence,
  at: commit.at,
  entries: commit.entries,
  sealed: sealCommit(cipher, document, commit),
});

/** One new checkpoint in the place of all there were: opening the document takes no longer than before. */
async function replaceCheckpoints(
  { connection, cipher, compactor, session }: Parts,
  document: string,
  commits: readonly Commit[],
  at: Date,
): Promise<void> {
  const { sequence } = commits.at(-1)!;
  const owners = new Map<number, string>();
  for (const { personId, clients } of commits.flatMap(({ entries }) => entries))
    for (const client of clients) if (!owners.has(client)) owners.set(client, personId);
  const update = await compactor.compact(Buffer.concat(commits.map(({ updates }) => updates))).catch(() => {
    throw new Unreadable('what is left does not fit together');
  });
  const record: LiveCheckpointRecord = {
    _id: `${document}/${sequence}`,
    document,
    sequence,
    at,
    owners: [...owners].map(([client, personId]) => ({ client, personId })),
    sealed: cipher.seal(update, `${document}:checkpoint:${sequence}`),
  };
  const checkpoints = liveCheckpointsOf(connection).collection;
  await checkpoints.deleteMany({ document }, { session });
  await checkpoints.insertOne(record as never, { session });
}

/** For everyone to see; a redaction that is made again keeps who made it, when and why. */
async function note(
  { connection, session }: Parts,
  { id, document, at, personId, organisationId, reason }: Redaction,
  stretches: RedactedStretch[],
  sequence: number,
): Promise<void> {
  const record: Omit<LiveRedactionRecord, '_id'> = {
    document,
    sequence,
    at,
    personId,
    organisationId,
    reason: Buffer.from(reason),
    stretches,
  };
  const { collection } = liveRedactionsOf(connection);
  const change = { $set: record, $unset: { isWaiting: '' as const } };
  await collection.updateOne({ _id: id as never }, change, { upsert: true, session });
  const waits = await collection.findOne({ document, isWaiting: true }, { session });
  if (!waits) await createEpochs(connection).waitsNoMore(document, session);
}
