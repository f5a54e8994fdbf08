import { equalValues } from '../bson/compare.ts';
import { after } from '../bson/keys.ts';
import { isNumeric, toNumber } from '../bson/numbers.ts';
import { type Doc, doc, isDoc, Regex, type Value } from '../bson/values.ts';
import { type Collection, type Index, makeIndex, prefixOf, recordOf } from '../engine/catalog.ts';
import { describe } from '../engine/describe.ts';
import type { Engine } from '../engine/engine.ts';
import { entries, type View } from '../engine/view.ts';
import { notOffered, StoreError } from '../errors.ts';
import { compileFilter } from '../query/match.ts';
import { truthy } from '../query/truth.ts';
import { clear, listing, missing } from './collections.ts';
import { type Command, collectionName, documentOr, flag, reply } from './request.ts';

/** What an index specification may say, beside `key` and `name`; the last three mean nothing any more. */
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
  'dropDups',
  'safe',
];
const ID_INDEX_FIELDS = ['key', 'name', 'v', 'ns', 'background'];
const REFUSED_FIELDS = [
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
    if (name === '$exists' && !truthy(operand))
      throw new StoreError('CannotCreateIndex', 'Expression not supported in partial index: $exists: false');
    if (operand instanceof Regex && name !== '$eq')
      throw new StoreError(
        'CannotCreateIndex',
        'Expression not supported in partial index: a regular expression',
      );
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
    if (name.split('.').some((part) => part.startsWith('$') && !['$id', '$ref', '$db'].includes(part)))
      throw new StoreError(
        'CannotCreateIndex',
        "Index key contains an illegal field name: it starts with '$'.",
      );
    if (!isNumeric(direction) || toNumber(direction) === 0 || Number.isNaN(toNumber(direction)))
      throw new StoreError('CannotCreateIndex', 'Values in the index key pattern must be non-zero numbers');
  }
}

function checkFields(given: Doc, key: Doc): void {
  const idIndex = equalValues(key, doc({ _id: 1 }));
  for (const [field, value] of given) {
    if (REFUSED_FIELDS.includes(field)) {
      if (value !== false && value !== null) throw notOffered(`An index with ${field}`);
    } else if (!INDEX_FIELDS.includes(field))
      throw new StoreError('InvalidOptions', `The field '${field}' is not valid for an index specification`);
    else if (idIndex && !ID_INDEX_FIELDS.includes(field))
      throw new StoreError(
        'InvalidIndexSpecificationOption',
        `The field '${field}' is not valid for an _id index specification`,
      );
  }
}

const LONGEST_EXPIRY = 2_147_483_647;

function checkExpiry(expiry: Value, key: Doc): void {
  const seconds = isNumeric(expiry) ? toNumber(expiry) : Number.NaN;
  if (key.size > 1 || key.has('_id') || !(seconds >= 0 && seconds <= LONGEST_EXPIRY))
    throw new StoreError(
      'CannotCreateIndex',
      `TTL indexes are single-field indexes with an expireAfterSeconds between 0 and ${LONGEST_EXPIRY}`,
    );
}

function nameOf(given: Doc, key: Doc): string {
  const name =
    given.get('name') ??
    [...key].map(([field, direction]) => `${field}_${toNumber(direction as number)}`).join('_');
  if (typeof name !== 'string') throw new StoreError('TypeMismatch', "The field 'name' must be a string");
  if (name === '' || name === '*')
    throw new StoreError('CannotCreateIndex', `An index cannot have the name '${name}'`);
  return name;
}

/** The specification as it is kept: checked, with only the options that mean something. */
function specificationOf(given: Doc): Doc {
  const key = given.get('key');
  if (!isDoc(key))
    throw new StoreError('FailedToParse', "The 'key' field is a required property of an index specification");
  checkKey(key);
  checkFields(given, key);
  const made = doc({ v: 2, key, name: nameOf(given, key) });
  for (const option of ['unique', 'sparse', 'background']) if (flag(given, option)) made.set(option, true);
  if (given.has('partialFilterExpression')) {
    const partial = documentOr(given, 'partialFilterExpression');
    checkPartial(partial);
    compileFilter(partial);
    if (made.has('sparse'))
      throw new StoreError('CannotCreateIndex', 'cannot mix "partialFilterExpression" and "sparse" options');
    made.set('partialFilterExpression', partial);
  }
  const expiry = given.get('expireAfterSeconds');
  if (expiry !== undefined) {
    checkExpiry(expiry, key);
    made.set('expireAfterSeconds', Math.trunc(toNumber(expiry as number)));
  }
  return made;
}

/** What tells indexes apart: two that agree in all of this cannot be there together. */
const SIGNATURE = ['unique', 'sparse', 'partialFilterExpression'];

/** True when the very same index exists. */
function alreadyThere(collection: Collection, wanted: Doc): boolean {
  const same = ({ key, specification }: Index, options: string[]) =>
    equalValues(orderedKey(key), orderedKey(wanted.get('key') as Doc)) &&
    options.every((option) => equalValues(specification.get(option) ?? null, wanted.get(option) ?? null));
  const named = collection.indexes.find((index) => index.name === wanted.get('name'));
  const alike = collection.indexes.find((index) => same(index, index.name === '_id_' ? [] : SIGNATURE));
  if (alike?.name === '_id_') return true;
  if (named && named !== alike)
    throw new StoreError(
      'IndexKeySpecsConflict',
      `An existing index has the same name as the requested index: ${named.name}`,
    );
  if (!alike) return false;
  if (!named)
    throw new StoreError('IndexOptionsConflict', `Index already exists with a different name: ${alike.name}`);
  if (!same(alike, ['expireAfterSeconds']))
    throw new StoreError(
      'IndexOptionsConflict',
      `An equivalent index already exists with the same name but different options: ${alike.name}`,
    );
  return true;
}

/** Key documents compare by name and direction, in order. */
function orderedKey(key: Doc): Value {
  return [...key].flat();
}

function build(engine: Engine, view: View, collection: Collection, specification: Doc): Index {
  const index = makeIndex(engine.catalog.nextId(), specification, view.sequence);
  const low = prefixOf(collection.id);
  try {
    for (const { key, value } of entries(view, low, after(low), false))
      engine.records.enter(view, collection, index, recordOf(key), value);
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
      collection.hidden = false;
      const before = collection.indexes.length;
      buildAll(engine, view, collection, specifications);
      return reply({
        numIndexesBefore: before,
        numIndexesAfter: collection.indexes.length,
        createdCollectionAutomatically: made,
      });
    });
  },
};

/** All of them or none. */
function buildAll(engine: Engine, view: View, collection: Collection, specifications: Doc[]): void {
  const built: Index[] = [];
  try {
    for (const one of specifications)
      if (!alreadyThere(collection, one)) built.push(build(engine, view, collection, one));
  } catch (error) {
    for (const index of built) dropIndex(engine, view, collection, index);
    throw error;
  }
}

function dropIndex(engine: Engine, view: View, collection: Collection, index: Index): void {
  engine.catalog.removeIndex(view, collection, index);
  clear(view, index.id);
}

function indexesToDrop(collection: Collection, wanted: Value | undefined): Index[] {
  if (wanted === '*') return collection.indexes.filter((index) => index.name !== '_id_');
  const list = Array.isArray(wanted) ? wanted : [wanted];
  return list.map((one) => {
    const [found, ...others] = collection.indexes.filter((index) =>
      isDoc(one) ? equalValues(orderedKey(index.key), orderedKey(one)) : index.name === one,
    );
    if (others.length > 0)
      throw new StoreError('AmbiguousIndexKeyPattern', 'indexes found for the key, identify by name instead');
    if (!found)
      throw new StoreError(
        'IndexNotFound',
        typeof one === 'string'
          ? `index not found with name [${one}]`
          : `can't find index with key: ${describe(one ?? null)}`,
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
      for (const index of indexesToDrop(collection, request.command.get('index')))
        dropIndex(engine, view, collection, index);
      return reply({ nIndexesWas });
    });
  },
};

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
