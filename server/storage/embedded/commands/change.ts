import { decode } from '../bson/decode.ts';
import { encode } from '../bson/encode.ts';
import type { Doc, Value } from '../bson/values.ts';
import { type Collection, recordKey } from '../engine/catalog.ts';
import { planFor } from '../engine/plan.ts';
import { type Found, matches } from '../engine/scan.ts';
import type { View } from '../engine/view.ts';
import type { Variables } from '../query/expressions.ts';
import { compileFilter, type Filter } from '../query/match.ts';
import { parseSort } from '../query/sort.ts';
import { documentFromFilter, type Update, withIdFirst } from '../query/update.ts';
import { find } from './find.ts';
import { hintOf, type Request } from './request.ts';

export interface Selection {
  filter: Filter;
  /** The values of `let`. */
  variables: Variables;
  sort?: Doc;
  hint: Value | undefined;
  many: boolean;
}

/** Bytes of found documents that a statement keeps until it changes them; the others it reads again. */
const MOST_KEPT = 64 * 1024 * 1024;

/** A record that is read when it is its turn. */
class LateRecord implements Found {
  readonly #view: View;
  readonly #collection: Collection;
  readonly record: number;

  constructor(view: View, collection: Collection, record: number) {
    this.#view = view;
    this.#collection = collection;
    this.record = record;
  }

  get bytes(): Buffer {
    return this.#view.get(recordKey(this.#collection, this.record))!;
  }
}

/**
 * Documents that an update or delete of many changes in one commit, outside of transactions; for the reason, see
 * `insert`. As with MongoDB, others may see it half done.
 */
const RECORDS_PER_COMMIT = 500;

export interface Selected {
  found: Found[];
  /** Records for the next commits. */
  rest: number[];
}

/** The records to change, all found before the first change, so that no document is met twice. */
export function select(request: Request, view: View, collection: Collection, selection: Selection): Selected {
  const hint = hintOf(request, selection.hint, collection.indexes);
  const sort = parseSort(selection.sort ?? new Map());
  const { filter } = selection;
  const plan = planFor(collection, { filter: filter.source, sort, hint, sequence: view.sequence });
  const found: Found[] = [];
  const rest: number[] = [];
  const atOnce = request.transaction ? Infinity : RECORDS_PER_COMMIT;
  let kept = 0;
  if (!plan.sorted) return { found: firstSorted(view, collection, selection, sort), rest };
  for (const one of matches(view, collection, plan, filter)) {
    if (one === undefined) continue;
    const { record, bytes } = one;
    if (found.length >= atOnce) {
      rest.push(record);
      continue;
    }
    kept += bytes.length;
    found.push(kept > MOST_KEPT ? new LateRecord(view, collection, record) : { record, bytes });
    if (!selection.many) break;
  }
  return { found, rest };
}

/** The next of the records that are left: those that are still there and still match. */
export function selectFrom(
  view: View,
  collection: Collection,
  { filter }: Selection,
  left: readonly number[],
): Selected {
  const found: Found[] = [];
  for (const record of left.slice(0, RECORDS_PER_COMMIT)) {
    const bytes = view.get(recordKey(collection, record));
    if (bytes && filter.test(decode(bytes, 0, filter.fields))) found.push({ record, bytes });
  }
  return { found, rest: left.slice(RECORDS_PER_COMMIT) };
}

function firstSorted(
  view: View,
  collection: Collection,
  selection: Selection,
  sort: ReturnType<typeof parseSort>,
): Found[] {
  for (const bytes of find(view, collection, { ...selection, hint: undefined, sort, skip: 0, limit: 1 })) {
    if (bytes === undefined) continue;
    const filter = compileFilter(new Map([['_id', decode(bytes).get('_id')!]]));
    const plan = planFor(collection, {
      filter: filter.source,
      sort: [],
      hint: undefined,
      sequence: view.sequence,
    });
    for (const one of matches(view, collection, plan, filter)) if (one) return [one];
  }
  return [];
}

export interface Changed {
  matched: number;
  modified: number;
  upserted: Value | undefined;
  before: Buffer | undefined;
  after: Doc | undefined;
}

/** Updates what was found, or inserts when `upsert` says so and nothing was. */
export function change(
  request: Request,
  view: View,
  collection: Collection,
  selection: Selection,
  found: Found[],
  update: Update,
  upsert: boolean,
): Changed {
  const { records } = request.engine;
  const { variables } = selection;
  const filter = selection.filter.source;
  const changed: Changed = {
    matched: found.length,
    modified: 0,
    upserted: undefined,
    before: undefined,
    after: undefined,
  };
  for (const { record, bytes } of found) {
    const made = update.apply(decode(bytes), { filter, variables, inserting: false });
    if (records.replace(view, collection, record, bytes, made)) changed.modified += 1;
    changed.before = bytes;
    changed.after = made;
  }
  if (found.length === 0 && upsert) {
    const start = documentFromFilter(filter, update.replaces);
    const made = withIdFirst(update.apply(start, { filter, variables, inserting: true }));
    changed.upserted = records.insert(view, collection, encode(made));
    changed.after = made;
  }
  return changed;
}
