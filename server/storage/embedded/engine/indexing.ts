import { encodeKeyPart, inverted, PART_LIMIT } from '../bson/keys.ts';
import type { Doc, Value } from '../bson/values.ts';
import { StoreError } from '../errors.ts';
import { indexedTuples, indexedValues } from '../query/paths.ts';
import { type Collection, type Index, namespaceOf, prefixOf, recordBytes } from './catalog.ts';
import { describe } from './describe.ts';

/** One key under which an index holds a document. */
export interface IndexKey {
  bytes: Buffer;
  values: Value[];
}

/** LMDB takes keys of 1,978 bytes; an index of many fields has less room for each of them. */
export function partLimit(index: Index): number {
  return Math.min(PART_LIMIT, Math.floor(1900 / index.parts.length) - 24);
}

/**
 * The keys of a document in an index; none when the index is sparse or partial and leaves the document out. Sets
 * the index's flags; `flagged` is called when one of them is new.
 */
export function keysOf(index: Index, document: Doc, flagged: () => void): IndexKey[] {
  if (index.partial && !index.partial.filter.test(document)) return [];
  if (index.name === '_id_') return [keyOf(index, [document.get('_id') ?? null], flagged)];
  const found = index.parts.map(({ path }) => indexedValues(document, path));
  if (index.sparse && !found.some((part) => part.present)) return [];
  const spread = found.flatMap((part, at) => (part.spread ? [at] : []));
  for (const at of spread) {
    if (index.multikey[at]) continue;
    index.multikey[at] = true;
    flagged();
  }
  const keys = new Map<string, IndexKey>();
  for (const values of tuplesOf(index, document, found, spread)) {
    const key = keyOf(index, values, flagged);
    keys.set(key.bytes.toString('latin1'), key);
  }
  return [...keys.values()];
}

function keyOf(index: Index, values: Value[], flagged: () => void): IndexKey {
  const limit = partLimit(index);
  const bytes = values.map((value, at) => {
    const part = encodeKeyPart(value, limit);
    if (part.cut && !index.cut) {
      index.cut = true;
      flagged();
    }
    return index.parts[at]!.direction === 1 ? part.bytes : inverted(part.bytes);
  });
  return { bytes: Buffer.concat([prefixOf(index.id), ...bytes]), values };
}

/** Two parts may spread the same array of documents, element by element, but not two arrays: the keys would multiply. */
function tuplesOf(index: Index, document: Doc, found: { values: Value[] }[], spread: number[]): Value[][] {
  if (spread.length < 2) return combinations(found.map((part) => part.values));
  const tuples = indexedTuples(
    document,
    index.parts.map(({ path }) => path),
  );
  if (tuples) return tuples;
  const names = spread.map((at) => index.parts[at]!.path.at(-1));
  throw new StoreError('CannotIndexParallelArrays', `cannot index parallel arrays [${names.join('] [')}]`);
}

function combinations(parts: Value[][]): Value[][] {
  return parts.reduce<Value[][]>(
    (made, values) => made.flatMap((beginning) => values.map((value) => [...beginning, value])),
    [[]],
  );
}

/** The stored key: a unique index has room for one document under each, any other tells them apart by record. */
export function entryKey(index: Index, key: IndexKey, record: number): Buffer {
  return index.unique ? key.bytes : Buffer.concat([key.bytes, recordBytes(record)]);
}

export function duplicateKey(collection: Collection, index: Index, key: IndexKey): StoreError {
  const keyValue: Doc = new Map(index.parts.map((part, at) => [part.name, key.values[at]!]));
  const details: Doc = new Map([
    ['keyPattern', index.key],
    ['keyValue', keyValue],
  ]);
  return new StoreError(
    'DuplicateKey',
    `E11000 duplicate key error collection: ${namespaceOf(collection)} index: ${index.name} dup key: ${describe(keyValue)}`,
    details,
  );
}
