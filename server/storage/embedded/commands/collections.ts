import { encode } from '../bson/encode.ts';
import { after } from '../bson/keys.ts';
import { Binary, type Doc, doc } from '../bson/values.ts';
import { type Collection, namespaceOf, prefixOf } from '../engine/catalog.ts';
import type { Engine } from '../engine/engine.ts';
import { entries, type View } from '../engine/view.ts';
import { notOffered, StoreError } from '../errors.ts';
import { compileFilter } from '../query/match.ts';
import { CursorView, firstBatch } from './find.ts';
import {
  type Command,
  checkName,
  collectionName,
  documentOr,
  flag,
  numberOr,
  type Reply,
  type Request,
  reply,
  text,
} from './request.ts';

/** Removes every key of one owner. */
export function clear(view: View, id: number): void {
  // In pieces that are read whole before anything in them goes: an index may have millions of entries.
  for (const { key } of entries(view, prefixOf(id), after(prefixOf(id)), false)) view.remove(key);
}

function dropCollection(engine: Engine, view: View, collection: Collection): void {
  engine.cursors.closeIn(namespaceOf(collection));
  engine.catalog.forget(view, collection);
  for (const index of collection.indexes) clear(view, index.id);
  clear(view, collection.id);
}

export function missing(request: Request, name: string): StoreError {
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
    if (catalog.find(request.database, name)?.hidden === false) {
      throw new StoreError('NamespaceExists', `Collection ${request.database}.${name} already exists.`);
    }
    await storage.write((view) => {
      catalog.ensure(view, request.database, name).hidden = false;
    });
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
    checkName(to.database, to.name);
    const { engine } = request;
    await engine.storage.write((view) => {
      const collection = engine.catalog.find(from.database, from.name);
      if (!collection)
        throw new StoreError(
          'NamespaceNotFound',
          `Source collection ${from.database}.${from.name} does not exist`,
        );
      const target = engine.catalog.find(to.database, to.name);
      if (target && !flag(request.command, 'dropTarget'))
        throw new StoreError('NamespaceExists', 'target namespace exists');
      if (target) dropCollection(engine, view, target);
      engine.cursors.closeIn(namespaceOf(collection));
      engine.catalog.rename(view, collection, to.database, to.name);
    });
    return reply({});
  },
};

/** The reply of a command that lists things: a cursor over documents made beforehand. */
export function listing(request: Request, namespace: string, documents: Doc[]): Promise<Reply> {
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

function visible(engine: Engine): Collection[] {
  return engine.catalog.all().filter(({ hidden }) => !hidden);
}

export const listCollectionsCommand: Command = {
  fields: ['filter', 'nameOnly', 'authorizedCollections', 'cursor'],
  run: (request) => {
    const { test } = compileFilter(documentOr(request.command, 'filter'));
    const all = visible(request.engine).filter(({ database }) => database === request.database);
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
    const found = documents.filter(test);
    if (!flag(request.command, 'nameOnly')) return listing(request, '$cmd.listCollections', found);
    const named = found.map((one) => doc({ name: one.get('name'), type: one.get('type') }));
    return listing(request, '$cmd.listCollections', named);
  },
};

export const listDatabasesCommand: Command = {
  fields: ['filter', 'nameOnly', 'authorizedDatabases'],
  run: (request) => {
    const { test } = compileFilter(documentOr(request.command, 'filter'));
    const names = [...new Set(visible(request.engine).map(({ database }) => database))].sort();
    const databases = names.map((name) => doc({ name, sizeOnDisk: 0, empty: false })).filter(test);
    if (!flag(request.command, 'nameOnly')) return reply({ databases, totalSize: 0 });
    return reply({ databases: databases.map((database) => doc({ name: database.get('name') })) });
  },
};
