import { createHash, randomUUID } from 'node:crypto';
import type { ClientSession, Collection } from 'mongodb';
import type { Connection } from 'mongoose';

/** What an act is about: the record's kind and id, and the case it belongs to when it is case data. */
export interface ActRecord {
  type: string;
  id: string;
  caseId?: string;
}

/** Who acted: ids only. Null for what nobody signed in did, such as a refused sign-in. */
export interface Actor {
  personId: string;
  /** The body the person acted for, where that is known. */
  bodyId?: string;
}

/** One row of the acts: audit entry and outbox in one. Holds ids, codes and counts; never what somebody wrote. */
export interface Act {
  /** Made by the client for writes, so that a repeated request is the same act. */
  _id: string;
  name: string;
  /**
   * What was asked, as a keyed hash whose key lies outside the database: tells a repeated request from another one
   * that came under the same id, and nothing else to anyone.
   */
  mark?: string;
  at: Date;
  actor: Actor | null;
  record: ActRecord;
  details: Record<string, string | number | boolean | string[]>;
  /** What the caller was answered, for the repeat. */
  outcome: unknown;
  /** Set until the sequencer gives the act its place. */
  pending?: true;
  /** Place in the order of all acts, from 1; absent while pending. */
  sequence?: number;
  previousHash?: string;
  hash?: string;
}

export type SequencedAct = Act & Required<Pick<Act, 'sequence' | 'previousHash' | 'hash'>>;

export interface ActDraft {
  id?: string;
  name: string;
  mark?: string;
  actor: Actor | null;
  record: ActRecord;
  details?: Act['details'];
}

/** The previous hash of the first act. */
export const chainStart = '0'.repeat(64);

export const actsOf = (connection: Connection): Collection<Act> => connection.db!.collection<Act>('acts');

/** Makes the indexes; safe to repeat. */
export async function prepareActs(connection: Connection): Promise<void> {
  await actsOf(connection).createIndexes([
    { key: { sequence: 1 }, unique: true, partialFilterExpression: { sequence: { $exists: true } } },
    { key: { pending: 1, at: 1 }, sparse: true },
    { key: { 'actor.personId': 1, at: -1 } },
    { key: { 'record.caseId': 1, at: -1 }, sparse: true },
  ]);
}

/** Adds the row. Inside a unit of work pass its session, so that the record and its act are one. */
export async function appendAct(
  connection: Connection,
  draft: ActDraft,
  at: Date,
  outcome: unknown = null,
  session?: ClientSession,
): Promise<Act> {
  const { id = randomUUID(), details = {}, ...rest } = draft;
  const act: Act = { _id: id, ...rest, details, at, outcome, pending: true };
  await actsOf(connection).insertOne(act, session ? { session } : {});
  return act;
}

/** JSON with sorted keys: the same act gives the same bytes whichever store returned it. */
function canonical(value: unknown): string {
  if (value instanceof Date) return JSON.stringify(value.toISOString());
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value !== null && typeof value === 'object') {
    const entries = Object.entries(value).filter(([, one]) => one !== undefined);
    entries.sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${entries.map(([name, one]) => `${JSON.stringify(name)}:${canonical(one)}`).join(',')}}`;
  }
  return JSON.stringify(value) ?? 'null';
}

/** SHA-256, in hex, over the previous hash and everything the act says. */
export function hashAct(act: Act, sequence: number, previousHash: string): string {
  const { pending: _, hash: __, sequence: ___, previousHash: ____, ...said } = act;
  return createHash('sha256')
    .update(`${previousHash}\n${sequence}\n${canonical(said)}`)
    .digest('hex');
}

export interface ChainReport {
  /** Acts whose link was checked. */
  checked: number;
  /** Acts that were still waiting for their place. */
  pending: number;
  /** The first fault found, or null: a gap, a changed row, a broken link, a head that does not fit, a row beside it. */
  fault: { sequence: number; kind: 'gap' | 'changed' | 'link' | 'head' | 'stray' } | null;
}

/** Walks the whole chain and recomputes every hash. Reads only. */
export async function verifyChain(connection: Connection): Promise<ChainReport> {
  const acts = actsOf(connection);
  const pending = await acts.countDocuments({ pending: true });
  const head = await headsOf(connection).findOne({ _id: 'acts' });
  let previousHash = chainStart;
  let checked = 0;
  let hashAtHead = chainStart;
  const faultAt = (sequence: number, kind: NonNullable<ChainReport['fault']>['kind']): ChainReport => ({
    checked,
    pending,
    fault: { sequence, kind },
  });
  for await (const act of acts.find({ sequence: { $gte: 1 } }).sort({ sequence: 1 })) {
    const expected = checked + 1;
    if (act.sequence !== expected) return faultAt(expected, 'gap');
    if (act.previousHash !== previousHash) return faultAt(expected, 'link');
    if (act.hash !== hashAct(act, expected, previousHash)) return faultAt(expected, 'changed');
    previousHash = act.hash;
    checked = expected;
    if (checked === head?.sequence) hashAtHead = previousHash;
  }
  // The head knows how many there must be, so acts cut off or put in at the end show. It may have moved meanwhile.
  if (head && (head.sequence > checked || head.hash !== hashAtHead)) return faultAt(checked + 1, 'head');
  const moved = await headsOf(connection).findOne({ _id: 'acts' });
  if (checked > (moved?.sequence ?? 0)) return faultAt(checked, 'head');
  const stray = { pending: { $exists: false }, sequence: { $not: { $gte: 1 } } };
  if (await acts.findOne(stray)) return faultAt(checked + 1, 'stray');
  return { checked, pending, fault: null };
}

/** The newest link of the chain and who may add the next. */
export interface ChainHead {
  _id: 'acts';
  sequence: number;
  hash: string;
  holder: string;
  heldUntil: Date;
}

export const headsOf = (connection: Connection): Collection<ChainHead> =>
  connection.db!.collection<ChainHead>('chainheads');
