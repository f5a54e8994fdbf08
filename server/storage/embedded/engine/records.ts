import { decode } from '../bson/decode.ts';
import { encode } from '../bson/encode.ts';
import { type Doc, isDoc, Other, Regex, type Value } from '../bson/values.ts';
import { StoreError } from '../errors.ts';
import { withIdFirst } from '../query/update.ts';
import { type Catalog, type Collection, type Index, recordBytes, recordKey, recordOf } from './catalog.ts';
import { duplicateKey, entryKey, type IndexKey, keysOf } from './indexing.ts';
import type { View } from './view.ts';

/** Bytes of a document, as MongoDB limits it. */
export const MAX_DOCUMENT = 16 * 1024 * 1024;

interface Change {
  index: Index;
  added: IndexKey[];
  removed: IndexKey[];
}

/** Writes documents together with their index entries: everything is checked before the first byte is written. */
export class Records {
  readonly #catalog: Catalog;

  constructor(catalog: Catalog) {
    this.#catalog = catalog;
  }

  /** Stores a document given as its bytes; one without an `_id` gets one. Returns the `_id`. */
  insert(view: View, collection: Collection, given: Buffer): Value {
    let bytes = given;
    let document = decode(bytes, 0, collection.indexedFields);
    if (!leadsWithId(bytes)) {
      const whole = withIdFirst(decode(bytes));
      bytes = encode(whole);
      document = whole;
    }
    const id = document.get('_id')!;
    checkId(id);
    checkSize(bytes);
    const changes = collection.indexes.map((index) => ({
      index,
      added: this.#keys(collection, index, document),
      removed: [],
    }));
    const record = collection.nextRecord++;
    this.#check(view, collection, changes, record);
    view.put(recordKey(collection, record), bytes);
    this.#apply(view, changes, record);
    return id;
  }

  /** Replaces a record's document; false when its bytes stay the same. */
  replace(view: View, collection: Collection, record: number, old: Buffer, document: Doc): boolean {
    const bytes = encode(document);
    if (bytes.equals(old)) return false;
    checkSize(bytes);
    const before = decode(old, 0, collection.indexedFields);
    const changes = collection.indexes.flatMap((index) => {
      const added = this.#keys(collection, index, document);
      const removed = this.#keys(collection, index, before);
      const change = { index, added: without(added, removed), removed: without(removed, added) };
      return change.added.length + change.removed.length > 0 ? [change] : [];
    });
    this.#check(view, collection, changes, record);
    view.put(recordKey(collection, record), bytes);
    this.#apply(view, changes, record);
    return true;
  }

  remove(view: View, collection: Collection, record: number, old: Buffer): void {
    const before = decode(old, 0, collection.indexedFields);
    const changes = collection.indexes.map((index) => ({
      index,
      added: [],
      removed: this.#keys(collection, index, before),
    }));
    view.remove(recordKey(collection, record));
    this.#apply(view, changes, record);
  }

  /** Enters one record into a new index. */
  enter(view: View, collection: Collection, index: Index, record: number, bytes: Buffer): void {
    const document = decode(bytes);
    const change = { index, added: this.#keys(collection, index, document), removed: [] };
    this.#check(view, collection, [change], record);
    this.#apply(view, [change], record);
  }

  #keys(collection: Collection, index: Index, document: Doc): IndexKey[] {
    return keysOf(index, document, () => this.#catalog.touch(collection));
  }

  #check(view: View, collection: Collection, changes: Change[], record: number): void {
    for (const { index, added } of changes) {
      if (!index.unique) continue;
      for (const key of added) {
        const holder = view.get(key.bytes);
        if (holder && recordOf(holder) !== record) throw duplicateKey(collection, index, key);
      }
    }
  }

  #apply(view: View, changes: Change[], record: number): void {
    const value = recordBytes(record);
    for (const { index, added, removed } of changes) {
      for (const key of removed) view.remove(entryKey(index, key, record));
      for (const key of added) view.put(entryKey(index, key, record), value);
    }
  }
}

function without(keys: IndexKey[], others: IndexKey[]): IndexKey[] {
  return keys.filter((key) => !others.some((other) => other.bytes.equals(key.bytes)));
}

function leadsWithId(bytes: Buffer): boolean {
  return bytes.length > 8 && bytes.toString('latin1', 5, 9) === '_id\0';
}

function checkId(id: Value): void {
  if (Array.isArray(id) || id instanceof Regex || (id instanceof Other && id.type === 6))
    throw new StoreError('BadValue', "The '_id' value cannot be an array, a regex or undefined");
  const dollar = isDoc(id) ? [...id.keys()].find((name) => name.startsWith('$')) : undefined;
  if (dollar !== undefined)
    throw new StoreError(
      'DollarPrefixedFieldName',
      `_id fields may not contain '$'-prefixed fields: ${dollar} is not valid for storage.`,
    );
}

function checkSize(bytes: Buffer): void {
  if (bytes.length > MAX_DOCUMENT)
    throw new StoreError(
      'BSONObjectTooLarge',
      `A document has at most ${MAX_DOCUMENT} bytes, this one ${bytes.length}`,
    );
}
