import { decode } from '../bson/decode.ts';
import { after } from '../bson/keys.ts';
import type { Doc } from '../bson/values.ts';
import type { Filter } from '../query/match.ts';
import { type Collection, prefixOf, recordKey, recordOf } from './catalog.ts';
import type { Plan } from './plan.ts';
import { entries, type View } from './view.ts';

export interface Found {
  record: number;
  bytes: Buffer;
}

/** The records a plan leads to, each once. */
function* candidates(
  view: View,
  collection: Collection,
  plan: Plan,
  expected: number | undefined,
): Generator<Found, void> {
  if (plan.kind === 'scan') {
    const low = prefixOf(collection.id);
    for (const { key, value } of entries(view, low, after(low), plan.reverse))
      yield { record: recordOf(key), bytes: value };
    return;
  }
  const seen = needsMemory(plan) ? new Set<number>() : undefined;
  for (const record of plan.kind === 'union'
    ? unionRecords(view, plan.plans)
    : indexRecords(view, plan, expected)) {
    if (seen?.has(record)) continue;
    seen?.add(record);
    const bytes = view.get(recordKey(collection, record));
    if (bytes) yield { record, bytes };
  }
}

function needsMemory(plan: Plan): boolean {
  return plan.kind !== 'index' || plan.index.multikey.includes(true) || plan.ranges.length > 1;
}

function* unionRecords(view: View, plans: Plan[]): Generator<number, void> {
  for (const plan of plans) {
    if (plan.kind === 'index') yield* indexRecords(view, plan);
    else if (plan.kind === 'union') yield* unionRecords(view, plan.plans);
  }
}

function* indexRecords(
  view: View,
  plan: Plan & { kind: 'index' },
  expected?: number,
): Generator<number, void> {
  for (const { low, high } of plan.ranges) {
    if (plan.point) {
      const record = view.get(low);
      if (record) yield recordOf(record);
    } else for (const { value } of entries(view, low, high, plan.reverse, expected)) yield recordOf(value);
  }
}

/** Candidates looked at between two chances to let others go first. */
const TICK = 64;

export interface Match extends Found {
  /** The decoded document, or those of its fields that the filter reads. */
  document: Doc;
}

/**
 * What matches the filter; `undefined` now and then, where the reader may pause.
 * @param expected how many the reader probably wants, if it knows
 */
export function* matches(
  view: View,
  collection: Collection,
  plan: Plan,
  filter: Filter,
  expected?: number,
): Generator<Match | undefined, void> {
  let count = 0;
  for (const { record, bytes } of candidates(view, collection, plan, expected)) {
    count += 1;
    if (count % TICK === 0) yield undefined;
    const document = decode(bytes, 0, filter.fields);
    if (filter.test(document)) yield { record, bytes, document };
  }
}
