import { randomUUID } from 'node:crypto';
import { decode } from '../bson/decode.ts';
import { encode } from '../bson/encode.ts';
import { after } from '../bson/keys.ts';
import { isNumeric, toNumber } from '../bson/numbers.ts';
import { type Doc, doc, isDoc, type Value } from '../bson/values.ts';
import { compileFilter, type Filter } from '../query/match.ts';
import { parseSort, type SortPart } from '../query/sort.ts';
import type { Storage } from './storage.ts';
import { entries, type View } from './view.ts';

export interface Index {
  id: number;
  name: string;
  key: Doc;
  parts: SortPart[];
  unique: boolean;
  sparse: boolean;
  partial: { source: Doc; filter: Filter } | undefined;
  expireAfterSeconds: number | undefined;
  /** The options as they were given, for listIndexes. */
  specification: Doc;
  /** Parts under which some document has had an array: once set, never cleared. */
  multikey: boolean[];
  /** Some key was cut to fit: order among such keys is not the order of their values. */
  cut: boolean;
  /** Commit in which it was made: an older snapshot has no entries for it. */
  madeAt: number;
}

export interface Collection {
  id: number;
  database: string;
  name: string;
  uuid: string;
  indexes: Index[];
  /** The next record id; ids are never used twice. */
  nextRecord: number;
  /** Counts the changes to the list of indexes. */
  version: number;
  /** Commit in which it was given this name in the place of another: an older snapshot knew something else by it. */
  namedAt: number;
  /** Top-level fields that indexing a document reads; undefined for all. */
  indexedFields: Set<string> | undefined;
  /** Made for a transaction that has not committed: not listed, so that nobody sees it before. */
  hidden: boolean;
}

const CATALOG_ID = 0;
const RECORD_BYTES = 6;

/** First bytes of every key: whose it is. */
export function prefixOf(id: number): Buffer {
  const bytes = Buffer.allocUnsafe(4);
  bytes.writeUInt32BE(id);
  return bytes;
}

export function recordKey(collection: Collection, record: number): Buffer {
  const bytes = Buffer.allocUnsafe(4 + RECORD_BYTES);
  bytes.writeUInt32BE(collection.id, 0);
  bytes.writeUIntBE(record, 4, RECORD_BYTES);
  return bytes;
}

export function recordOf(key: Buffer): number {
  return key.readUIntBE(key.length - RECORD_BYTES, RECORD_BYTES);
}

export function recordBytes(record: number): Buffer {
  const bytes = Buffer.allocUnsafe(RECORD_BYTES);
  bytes.writeUIntBE(record, 0, RECORD_BYTES);
  return bytes;
}

function catalogKey(database: string, name: string): Buffer {
  return Buffer.concat([prefixOf(CATALOG_ID), Buffer.from(`${database}.${name}`)]);
}

export function namespaceOf(collection: Collection): string {
  return `${collection.database}.${collection.name}`;
}

/** Collections and their indexes: in memory, and as one catalog entry for each collection. */
export class Catalog {
  readonly #storage: Storage;
  #collections = new Map<string, Collection>();
  #nextId = 1;
  #dirty = new Set<Collection>();

  constructor(storage: Storage) {
    this.#storage = storage;
    this.load();
    storage.beforeCommit = (view) => {
      for (const collection of this.#dirty) this.#save(view, collection);
      this.#dirty.clear();
    };
  }

  /** Takes everything from the disk: at the start, and after a batch that was not written. */
  load(): void {
    const view = this.#storage.latest();
    const before = new Map(this.all().map((collection) => [collection.id, collection]));
    // What still holds one of these must not go on with it: a transaction that is being committed, a sweep.
    for (const collection of before.values()) collection.version += 1;
    this.#collections = new Map();
    this.#dirty.clear();
    for (const collection of readCatalog(view)) {
      // Numbers given to records that were not written are not given again: a transaction may still hold one.
      const known = before.get(collection.id)?.nextRecord ?? 1;
      collection.nextRecord = Math.max(collection.nextRecord, known);
      this.#collections.set(namespaceOf(collection), collection);
      for (const id of [collection.id, ...collection.indexes.map((index) => index.id)])
        this.#nextId = Math.max(this.#nextId, id + 1);
    }
  }

  find(database: string, name: string): Collection | undefined {
    return this.#collections.get(`${database}.${name}`);
  }

  all(): Collection[] {
    return [...this.#collections.values()];
  }

  nextId(): number {
    return this.#nextId++;
  }

  /** The collection, made with its `_id` index if it is new. */
  ensure(view: View, database: string, name: string): Collection {
    const known = this.find(database, name);
    if (known) return known;
    const collection: Collection = {
      id: this.nextId(),
      database,
      name,
      uuid: randomUUID(),
      indexes: [makeIndex(this.nextId(), doc({ key: doc({ _id: 1 }), name: '_id_', unique: true }), 0)],
      nextRecord: 1,
      version: 0,
      namedAt: 0,
      indexedFields: new Set(['_id']),
      hidden: false,
    };
    this.#collections.set(namespaceOf(collection), collection);
    this.#save(view, collection);
    return collection;
  }

  addIndex(view: View, collection: Collection, index: Index): void {
    collection.indexes.push(index);
    this.#indexesChanged(view, collection);
  }

  removeIndex(view: View, collection: Collection, index: Index): void {
    collection.indexes = collection.indexes.filter((one) => one !== index);
    this.#indexesChanged(view, collection);
  }

  #indexesChanged(view: View, collection: Collection): void {
    collection.version += 1;
    collection.indexedFields = fieldsOf(collection.indexes);
    this.#save(view, collection);
  }

  /** Takes the collection out of the catalog; its records and entries are the caller's to remove. */
  forget(view: View, collection: Collection): void {
    collection.version += 1;
    this.#collections.delete(namespaceOf(collection));
    this.#dirty.delete(collection);
    view.remove(catalogKey(collection.database, collection.name));
  }

  rename(view: View, collection: Collection, database: string, name: string): void {
    this.forget(view, collection);
    collection.database = database;
    collection.name = name;
    collection.namedAt = view.sequence;
    this.#collections.set(namespaceOf(collection), collection);
    this.#save(view, collection);
  }

  /** The index flags changed: saved with the batch that is running, or the next one. */
  touch(collection: Collection): void {
    this.#dirty.add(collection);
  }

  #save(view: View, collection: Collection): void {
    if (this.find(collection.database, collection.name) !== collection) return;
    const saved = doc({
      id: collection.id,
      uuid: collection.uuid,
      indexes: collection.indexes.map((index) =>
        doc({ id: index.id, multikey: index.multikey, cut: index.cut, specification: index.specification }),
      ),
    });
    view.put(catalogKey(collection.database, collection.name), encode(saved));
  }
}

/** Every collection as the disk has it. */
export function* readCatalog(view: View): Generator<Collection, void> {
  const low = prefixOf(CATALOG_ID);
  for (const { key, value } of entries(view, low, after(low), false))
    yield readCollection(key.toString('utf8', 4), decode(value), view);
}

function readCollection(namespace: string, saved: Doc, view: View): Collection {
  const dot = namespace.indexOf('.');
  const indexes = (saved.get('indexes') as Doc[]).map((entry) => ({
    // Which older snapshots have its entries is not known any more: they read without it.
    ...makeIndex(entry.get('id') as number, entry.get('specification') as Doc, view.sequence),
    multikey: entry.get('multikey') as boolean[],
    cut: entry.get('cut') as boolean,
  }));
  const id = saved.get('id') as number;
  const last = view.range(prefixOf(id), after(prefixOf(id)), 1, true)[0];
  return {
    id,
    database: namespace.slice(0, dot),
    name: namespace.slice(dot + 1),
    uuid: saved.get('uuid') as string,
    indexes,
    nextRecord: last ? recordOf(last.key) + 1 : 1,
    version: 0,
    namedAt: 0,
    indexedFields: fieldsOf(indexes),
    hidden: false,
  };
}

function fieldsOf(indexes: Index[]): Set<string> | undefined {
  const fields = new Set<string>();
  for (const { parts, partial } of indexes) {
    for (const { path } of parts) fields.add(path[0]!);
    if (!partial) continue;
    if (!partial.filter.fields) return undefined;
    for (const field of partial.filter.fields) fields.add(field);
  }
  return fields;
}

function optionNumber(value: Value | undefined): number | undefined {
  return isNumeric(value) ? toNumber(value) : undefined;
}

/** An index in memory from its specification as createIndexes takes it (already checked). */
export function makeIndex(id: number, specification: Doc, madeAt: number): Index {
  const key = specification.get('key') as Doc;
  const parts = parseSort(directions(key));
  const partial = specification.get('partialFilterExpression');
  return {
    id,
    name: specification.get('name') as string,
    key,
    parts,
    unique: specification.get('unique') === true,
    sparse: specification.get('sparse') === true,
    partial: isDoc(partial) ? { source: partial, filter: compileFilter(partial) } : undefined,
    expireAfterSeconds: optionNumber(specification.get('expireAfterSeconds')),
    specification,
    multikey: parts.map(() => false),
    cut: false,
    madeAt,
  };
}

/** Any positive number orders ascending, any negative one descending. */
function directions(key: Doc): Doc {
  return new Map([...key].map(([name, value]) => [name, isNumeric(value) && toNumber(value) < 0 ? -1 : 1]));
}
