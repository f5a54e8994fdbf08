import { equalValues } from '../bson/compare.ts';
import { encode } from '../bson/encode.ts';
import { after } from '../bson/keys.ts';
import { isNumeric, toNumber } from '../bson/numbers.ts';
import { Binary, type Doc, Double, doc, isDoc, type Value } from '../bson/values.ts';
import { type Collection, type Index, makeIndex, prefixOf, recordOf } from '../engine/catalog.ts';
import type { Engine } from '../engine/engine.ts';
import { entries, type View } from '../engine/view.ts';
import { notOffered, StoreError } from '../errors.ts';
import { compileFilter } from '../query/match.ts';
import { CursorView, firstBatch } from './find.ts';
import {
  type Command,
  collectionName,
  documentOr,
  numberOr,
  type Reply,
  type Request,
  reply,
  text,
} from './request.ts';

/** Removes every key of one owner. */
function clear(view: View, id: number): void {
  for (const { key } of [...entries(view, prefixOf(id), after(prefixOf(id)), false)]) view.remove(key);
}

function dropCollection(engine: Engine, view: View, collection: Collection): void {
  engine.catalog.forget(view, collection);
  for (const index of collection.indexes) clear(view, index.id);
  clear(view, collection.id);
}

function missing(request: Request, name: string): StoreError {
  return new StoreError('NamespaceNotFound', `ns not found ${request.database}.${name}`);
}

const CREATE_REFUSED = [
  'capped',
  'viewOn',
  'timeseries',
  'clusteredIndex',
  'validator',
  'collation',
  'changeStreamPreAndPostImages',
  'expireAfterSeconds',
  'encryptedFields',
  'size',
  'max',
  'pipeline',
];

export const createCommand: Command = {
  fields: [
    ...CREATE_REFUSED,
    'autoIndexId',
    'idIndex',
    'storageEngine',
    'validationLevel',
    'validationAction',
    'indexOptionDefaults',
    'flags',
  ],
  outsideTransactions: true,
  run: async (request) => {
    const name = collectionName(request);
    for (const option of CREATE_REFUSED) {
      const value = request.command.get(option);
      if (value !== undefined && value !== null && value !== false)
        throw notOffered(`A collection with ${option}`);
    }
    const { catalog, storage } = request.engine;
    if (catalog.find(request.database, name)) {
      throw new StoreError('NamespaceExists', `Collection ${request.database}.${name} already exists.`);
    }
    await storage.write((view) => catalog.ensure(view, request.database, name));
    return reply({});
  },
};

export const dropCommand: Command = {
  fields: [],
  outsideTransactions: true,
  run: async (request) => {
    const name = collectionName(request);
    const { engine } = request;
    await engine.storage.write((view) => {
      const collection = engine.catalog.find(request.database, name);
      if (collection) dropCollection(engine, view, collection);
    });
    return reply({ ns: `${request.database}.${name}`, nIndexesWas: 1 });
  },
};

export const dropDatabaseCommand: Command = {
  fields: [],
  outsideTransactions: true,
  run: async (request) => {
    const { engine } = request;
    await engine.storage.write((view) => {
      for (const collection of engine.catalog.all())
        if (collection.database === request.database) dropCollection(engine, view, collection);
    });
    return reply({ dropped: request.database });
  },
};

export const renameCollectionCommand: Command = {
  fields: ['to', 'dropTarget'],
  outsideTransactions: true,
  run: async (request) => {
    const [from, to] = [text(request.command, 'renameCollection'), text(request.command, 'to')].map(
      (name) => {
        const dot = name.indexOf('.');
        return { database: name.slice(0, dot), name: name.slice(dot + 1) };
      },
    ) as [{ database: string; name: string }, { database: string; name: string }];
    const { engine } = request;
    await engine.storage.write((view) => {
      const collection = engine.catalog.find(from.database, from.name);
      if (!collection)
        throw new StoreError(
          'NamespaceNotFound',
          `Source collection ${from.database}.${from.name} does not exist`,
        );
      const target = engine.catalog.find(to.database, to.name);
      if (target && request.command.get('dropTarget') !== true)
        throw new StoreError('NamespaceExists', 'target namespace exists');
      if (target) dropCollection(engine, view, target);
      engine.catalog.rename(view, collection, to.database, to.name);
    });
    return reply({});
  },
};

const INDEX_FIELDS = [
  'key',
  'name',
  'unique',
  'sparse',
  'partialFilterExpression',
  'expireAfterSeconds',
  'background',
  'v',
  'ns',
  'hidden',
  'collation',
  'wildcardProjection',
  'weights',
  'default_language',
  'language_override',
  'textIndexVersion',
  '2dsphereIndexVersion',
  'bits',
  'min',
  'max',
  'bucketSize',
  'storageEngine',
  'clustered',
  'prepareUnique',
  'dropDups',
  'safe',
];
const PARTIAL_OPERATORS = new Set([
  '$eq',
  '$exists',
  '$gt',
  '$gte',
  '$lt',
  '$lte',
  '$type',
  '$and',
  '$or',
  '$in',
]);

function checkPartial(filter: Doc): void {
  for (const [name, operand] of filter) {
    if (name.startsWith('$') && !PARTIAL_OPERATORS.has(name))
      throw new StoreError('CannotCreateIndex', `Expression not supported in partial index: ${name}`);
    for (const inner of Array.isArray(operand) ? operand : [operand]) if (isDoc(inner)) checkPartial(inner);
  }
}

function checkKey(key: Doc): void {
  if (key.size === 0) throw new StoreError('CannotCreateIndex', 'Index keys cannot be an empty object');
  if (key.size > 32) throw new StoreError('CannotCreateIndex', 'Index has more than 32 fields');
  for (const [name, direction] of key) {
    if (typeof direction === 'string') throw notOffered(`An index of kind ${direction}`);
    if (name.includes('$**')) throw notOffered('A wildcard index');
    if (name === '' || name.split('.').includes(''))
      throw new StoreError('CannotCreateIndex', 'Index keys cannot contain an empty field.');
    if (!isNumeric(direction) || toNumber(direction) === 0 || Number.isNaN(toNumber(direction)))
      throw new StoreError('CannotCreateIndex', 'Values in the index key pattern must be non-zero numbers');
  }
}

/** The specification as it is kept: checked, with only the options that mean something. */
function specificationOf(given: Doc): Doc {
  for (const [field, value] of given) {
    if (!INDEX_FIELDS.includes(field))
      throw new StoreError('InvalidOptions', `The field '${field}' is not valid for an index specification`);
    if (
      ['collation', 'wildcardProjection', 'weights', 'hidden', 'clustered'].includes(field) &&
      value !== false &&
      value !== null
    )
      throw notOffered(`An index with ${field}`);
  }
  const key = given.get('key');
  if (!isDoc(key))
    throw new StoreError('FailedToParse', "The 'key' field is a required property of an index specification");
  checkKey(key);
  const partial = given.get('partialFilterExpression');
  if (isDoc(partial)) {
    checkPartial(partial);
    compileFilter(partial);
    if (given.get('sparse') === true)
      throw new StoreError('CannotCreateIndex', 'cannot mix "partialFilterExpression" and "sparse" options');
  }
  const ttl = given.get('expireAfterSeconds');
  if (ttl !== undefined && (key.size > 1 || !isNumeric(ttl) || toNumber(ttl) < 0))
    throw new StoreError(
      'CannotCreateIndex',
      'TTL indexes are single-field indexes with a non-negative expireAfterSeconds',
    );
  const name =
    given.get('name') ??
    [...key].map(([field, direction]) => `${field}_${toNumber(direction as number)}`).join('_');
  const made = doc({ v: 2, key, name });
  for (const option of ['unique', 'sparse', 'partialFilterExpression', 'expireAfterSeconds', 'background']) {
    const value = given.get(option);
    if (value !== undefined && value !== false)
      made.set(option, value === 1 || value instanceof Double ? plainOption(option, value) : value);
  }
  return made;
}

function plainOption(option: string, value: Value): Value {
  return option === 'expireAfterSeconds' ? toNumber(value as number) : true;
}

/** True when the very same index exists. */
function alreadyThere(collection: Collection, wanted: Doc): boolean {
  for (const index of collection.indexes) {
    const same = equalValues(orderedKey(index.key), orderedKey(wanted.get('key') as Doc));
    const sameName = index.name === wanted.get('name');
    if (same && index.name === '_id_') return true;
    if (!same && !sameName) continue;
    if (same && !sameName)
      throw new StoreError(
        'IndexOptionsConflict',
        `Index already exists with a different name: ${index.name}`,
      );
    const compared = ['unique', 'sparse', 'expireAfterSeconds', 'partialFilterExpression'];
    const alike = compared.every((option) =>
      equalValues(index.specification.get(option) ?? null, wanted.get(option) ?? null),
    );
    if (same && alike) return true;
    if (same)
      throw new StoreError(
        'IndexOptionsConflict',
        `An equivalent index already exists with the same name but different options: ${index.name}`,
      );
    throw new StoreError(
      'IndexKeySpecsConflict',
      `An existing index has the same name as the requested index: ${index.name}`,
    );
  }
  return false;
}

/** Key documents compare by name and direction, in order. */
function orderedKey(key: Doc): Value {
  return [...key].flat();
}

function build(engine: Engine, view: View, collection: Collection, specification: Doc): Index {
  const index = makeIndex(engine.catalog.nextId(), specification, view.sequence);
  const records = [...entries(view, prefixOf(collection.id), after(prefixOf(collection.id)), false)];
  try {
    for (const { key, value } of records) engine.records.enter(view, collection, index, recordOf(key), value);
  } catch (error) {
    // Found while building: what was entered so far must not stay.
    clear(view, index.id);
    throw error;
  }
  engine.catalog.addIndex(view, collection, index);
  return index;
}

export const createIndexesCommand: Command = {
  fields: ['indexes', 'commitQuorum'],
  outsideTransactions: true,
  run: async (request) => {
    const name = collectionName(request);
    const given = request.command.get('indexes');
    if (!Array.isArray(given) || given.length === 0)
      throw new StoreError('BadValue', 'Must specify at least one index to create');
    const specifications = given.filter(isDoc).map(specificationOf);
    const { engine } = request;
    const made = engine.catalog.find(request.database, name) === undefined;
    const known = engine.catalog.find(request.database, name);
    // Applications ask for their indexes at every start: what is there needs no write.
    if (known && specifications.every((one) => alreadyThere(known, one)))
      return reply({
        numIndexesBefore: known.indexes.length,
        numIndexesAfter: known.indexes.length,
        createdCollectionAutomatically: false,
        note: 'all indexes already exist',
      });
    return engine.storage.write((view) => {
      const collection = engine.catalog.ensure(view, request.database, name);
      const before = collection.indexes.length;
      for (const specification of specifications)
        if (!alreadyThere(collection, specification)) build(engine, view, collection, specification);
      return reply({
        numIndexesBefore: before,
        numIndexesAfter: collection.indexes.length,
        createdCollectionAutomatically: made,
      });
    });
  },
};

function indexesToDrop(collection: Collection, wanted: Value | undefined): Index[] {
  if (wanted === '*') return collection.indexes.filter((index) => index.name !== '_id_');
  const list = Array.isArray(wanted) ? wanted : [wanted];
  return list.map((one) => {
    const found = collection.indexes.find((index) =>
      isDoc(one) ? equalValues(orderedKey(index.key), orderedKey(one)) : index.name === one,
    );
    if (!found)
      throw new StoreError(
        'IndexNotFound',
        `index not found with name [${typeof one === 'string' ? one : 'key'}]`,
      );
    if (found.name === '_id_') throw new StoreError('InvalidOptions', 'cannot drop _id index');
    return found;
  });
}

export const dropIndexesCommand: Command = {
  fields: ['index'],
  outsideTransactions: true,
  run: async (request) => {
    const name = collectionName(request);
    const { engine } = request;
    return engine.storage.write((view) => {
      const collection = engine.catalog.find(request.database, name);
      if (!collection) throw missing(request, name);
      const nIndexesWas = collection.indexes.length;
      for (const index of indexesToDrop(collection, request.command.get('index'))) {
        engine.catalog.removeIndex(view, collection, index);
        clear(view, index.id);
      }
      return reply({ nIndexesWas });
    });
  },
};

function listing(request: Request, namespace: string, documents: Doc[]): Promise<Reply> {
  const size = numberOr(documentOr(request.command, 'cursor'), 'batchSize', -1);
  const source = documents.map((document) => encode(document)).values();
  const cursor = request.engine.cursors.make(
    `${request.database}.${namespace}`,
    source,
    new CursorView(request),
    request.transaction,
  );
  return firstBatch(request, cursor, size < 0 ? undefined : size, false);
}

export const listIndexesCommand: Command = {
  fields: ['cursor'],
  run: (request) => {
    const name = collectionName(request);
    const collection = request.engine.catalog.find(request.database, name);
    if (!collection) throw missing(request, name);
    return listing(
      request,
      name,
      collection.indexes.map(({ specification }) => listed(specification)),
    );
  },
};

/** An index as listIndexes shows it. */
export function listed(specification: Doc): Doc {
  const made = doc({ v: 2, key: specification.get('key'), name: specification.get('name') });
  // The _id index is unique without saying so.
  if (specification.get('name') !== '_id_') for (const [name, value] of specification) made.set(name, value);
  return made;
}

export const listCollectionsCommand: Command = {
  fields: ['filter', 'nameOnly', 'authorizedCollections', 'cursor'],
  run: (request) => {
    const { test } = compileFilter(documentOr(request.command, 'filter'));
    const all = request.engine.catalog.all().filter((collection) => collection.database === request.database);
    const documents = all.map((collection) =>
      doc({
        name: collection.name,
        type: 'collection',
        options: doc({}),
        info: doc({
          readOnly: false,
          uuid: new Binary(4, Buffer.from(collection.uuid.replaceAll('-', ''), 'hex')),
        }),
        idIndex: doc({ v: 2, key: doc({ _id: 1 }), name: '_id_' }),
      }),
    );
    return listing(request, '$cmd.listCollections', documents.filter(test));
  },
};

export const listDatabasesCommand: Command = {
  fields: ['filter', 'nameOnly', 'authorizedDatabases'],
  run: (request) => {
    const { test } = compileFilter(documentOr(request.command, 'filter'));
    const names = [...new Set(request.engine.catalog.all().map((collection) => collection.database))].sort();
    const databases = names.map((name) => doc({ name, sizeOnDisk: 0, empty: false })).filter(test);
    return reply({ databases, totalSize: 0 });
  },
};
