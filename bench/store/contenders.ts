import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { serialize } from 'bson';
import { open } from 'lmdb';
import { type Collection, MongoClient } from 'mongodb';
import { startEmbeddedStore } from '../../server/storage/embedded/store.ts';
import { aRow, emailOf, idOf, organisationOf, type Row } from './documents.ts';
import { sqlite } from './sqlite.ts';

export const OPERATIONS = ['insert', 'findById', 'findByUnique', 'update', 'findSorted'] as const;
export type Operation = (typeof OPERATIONS)[number];

/** Something that keeps rows, filled with rows 0 to `size`. */
export interface Contender {
  name: string;
  /** Each picks its own row at random; those it does not do are absent. */
  operations: Partial<Record<Operation, () => Promise<unknown>>>;
  close(): Promise<void>;
}

const BATCH = 5_000;

/** Rows that no contender has yet. */
let nextNew = 100_000_000;
const newRow = (): Row => aRow(nextNew++);
const within = (size: number): number => Math.floor(Math.random() * size);

function operationsOn(rows: Collection<Row>, sorted: Collection<Row>, size: number): Contender['operations'] {
  return {
    insert: () => rows.insertOne(newRow()),
    findById: () => rows.findOne({ _id: idOf(within(size)) }),
    findByUnique: () => rows.findOne({ email: emailOf(within(size)) }),
    update: () =>
      rows.updateOne({ _id: idOf(within(size)) }, { $set: { status: 'active' }, $inc: { version: 1 } }),
    findSorted: () =>
      sorted
        .find({ organisation: organisationOf(within(size)) })
        .sort({ at: -1 })
        .limit(20)
        .toArray(),
  };
}

const connect = (uri: string) =>
  MongoClient.connect(uri, { maxPoolSize: 32, writeConcern: { w: 'majority', journal: true } });

export async function fill(rows: Collection<Row>, size: number): Promise<void> {
  await rows.createIndex({ email: 1 }, { unique: true });
  await rows.createIndex({ organisation: 1, at: -1 });
  for (let at = 0; at < size; at += BATCH)
    await rows.insertMany(
      Array.from({ length: Math.min(BATCH, size - at) }, (_one, offset) => aRow(at + offset)),
    );
}

export async function schakel(directory: string, size: number): Promise<Contender> {
  const store = await startEmbeddedStore({ dataDir: join(directory, 'schakel') });
  const client = await connect(store.uri);
  const rows = client.db().collection<Row>('rows');
  await fill(rows, size);
  return {
    name: 'schakel',
    operations: operationsOn(rows, rows, size),
    close: async () => {
      await client.close();
      await store.close();
    },
  };
}

/** The floor of every request: the same driver and socket, a process too, and an answer that is always the same. */
export async function echo(directory: string, size: number): Promise<Contender> {
  const socketPath = join(directory, 'echo.sock');
  const child = fork(new URL('./echo.js', import.meta.url), [socketPath], { execArgv: [] });
  child.send(Buffer.from(serialize({ ...aRow(1), _id: 1 })).toString('base64'));
  await once(child, 'message');
  const client = await connect(`mongodb://${encodeURIComponent(socketPath)}/schakel?directConnection=true`);
  const db = client.db();
  return {
    name: 'echo',
    operations: operationsOn(db.collection<Row>('rows'), db.collection<Row>('twenty'), size),
    close: async () => {
      await client.close();
      child.disconnect();
      await once(child, 'exit');
    },
  };
}

function openLmdb(directory: string, name: string) {
  return open<Buffer, Buffer>({
    path: join(directory, name),
    keyEncoding: 'binary',
    encoding: 'binary',
    overlappingSync: false,
    noMemInit: true,
  });
}

/** The floor of the disk: LMDB as we open it, without a protocol, an index or a second thread. */
export async function rawLmdb(directory: string, size: number): Promise<Contender> {
  const data = openLmdb(directory, 'lmdb');
  const keyOf = (number: number) => Buffer.from(idOf(number).id);
  for (let at = 0; at < size; at += BATCH)
    data.transactionSync(() => {
      for (let number = at; number < Math.min(at + BATCH, size); number++)
        data.putSync(keyOf(number), Buffer.from(serialize(aRow(number))));
    });
  const put = (number: number) => data.put(keyOf(number), Buffer.from(serialize(aRow(number))));
  return {
    name: 'raw LMDB',
    operations: {
      insert: () => put(nextNew++),
      findById: async () => data.get(keyOf(within(size))),
      update: () => put(within(size)),
    },
    close: () => data.close(),
  };
}

/** The same floor for a row with its three index entries, each in its own part of the file: what an insert writes. */
export async function indexedLmdb(directory: string, size: number): Promise<Contender> {
  const data = openLmdb(directory, 'indexed');
  const keyOf = (owner: number, text: string) => Buffer.concat([Buffer.of(owner), Buffer.from(text)]);
  const entries = (number: number): [Buffer, Buffer][] => {
    const row = aRow(number);
    const record = Buffer.from(idOf(number).id);
    return [
      [Buffer.concat([Buffer.of(0), record]), Buffer.from(serialize(row))],
      [Buffer.concat([Buffer.of(1), record]), record],
      [keyOf(2, row.email), record],
      [keyOf(3, `${row.organisation} ${row.at.getTime()} ${number}`), record],
    ];
  };
  for (let at = 0; at < size; at += BATCH)
    data.transactionSync(() => {
      for (let number = at; number < Math.min(at + BATCH, size); number++)
        for (const [key, value] of entries(number)) data.putSync(key, value);
    });
  return {
    name: 'LMDB, 4 entries',
    operations: {
      insert: () => Promise.all(entries(nextNew++).map(([key, value]) => data.put(key, value))),
    },
    close: () => data.close(),
  };
}

export async function contenders(directory: string, size: number): Promise<Contender[]> {
  const made = [
    await schakel(directory, size),
    await echo(directory, size),
    await rawLmdb(directory, size),
    await indexedLmdb(directory, size),
  ];
  const familiar = await sqlite(directory, size);
  return familiar ? [...made, familiar] : made;
}
