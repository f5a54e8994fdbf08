import { expect } from 'chai';
import { type Db, MongoClient } from 'mongodb';
import { aDirectory, aStoreProcess } from './aStore.ts';

interface Row {
  _id: number;
  version: number;
  tag: string;
}

/** What the store has acknowledged, by writer; the version of a row is that of its last acknowledged update. */
interface Acknowledged {
  rows: Map<number, number>;
  pairs: Set<number>;
}

const WRITERS = 8;
const ROUNDS = 3;

/** Small and always the same: Park and Miller's generator. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

/** Inserts, updates and two-document transactions until the connection breaks. */
async function write(
  client: MongoClient,
  db: Db,
  seed: number,
  known: Acknowledged,
  acknowledged: () => void,
): Promise<void> {
  const next = random(seed);
  const rows = db.collection<Row>('rows');
  const halves = db.collection<{ _id: string; pair: number }>('halves');
  const session = client.startSession();
  const mine: number[] = [];
  try {
    for (let number = seed * 100_000; ; number++) {
      const kind = next();
      if (kind < 0.5 || mine.length === 0) {
        await rows.insertOne({ _id: number, version: 0, tag: `t${number % 50}` });
        mine.push(number);
        known.rows.set(number, 0);
      } else if (kind < 0.8) {
        const _id = mine[Math.floor(next() * mine.length)]!;
        const version = known.rows.get(_id)! + 1;
        await rows.updateOne({ _id }, { $set: { version, tag: `u${version}` } });
        known.rows.set(_id, version);
      } else {
        session.startTransaction();
        await halves.insertOne({ _id: `${number}a`, pair: number }, { session });
        await halves.insertOne({ _id: `${number}b`, pair: number }, { session });
        await session.commitTransaction();
        known.pairs.add(number);
      }
      acknowledged();
    }
  } catch {
    // The store is gone: what it did not acknowledge may or may not be there.
  }
}

async function verify(db: Db, known: Acknowledged): Promise<void> {
  const rows = await db.collection<Row>('rows').find().toArray();
  const found = new Map(rows.map((row) => [row._id, row.version]));
  const lost = [...known.rows].filter(([id, version]) => (found.get(id) ?? -1) < version);
  expect(lost, 'acknowledged rows that are lost or old').to.deep.equal([]);
  const halves = await db.collection<{ _id: string; pair: number }>('halves').find().toArray();
  const counts = new Map<number, number>();
  for (const { pair } of halves) counts.set(pair, (counts.get(pair) ?? 0) + 1);
  expect(
    [...counts.values()].filter((count) => count !== 2),
    'half transactions',
  ).to.deep.equal([]);
  expect(
    [...known.pairs].filter((pair) => !counts.has(pair)),
    'lost transactions',
  ).to.deep.equal([]);
  for (const hint of [{ _id: 1 }, { tag: 1 }, { version: -1, tag: 1 }] as const) {
    const indexed = await db.collection<Row>('rows').find({}, { hint }).toArray();
    expect(indexed.map((row) => row._id).sort((a, b) => a - b)).to.deep.equal(
      [...found.keys()].sort((a, b) => a - b),
    );
  }
  for (const tag of new Set(rows.map((row) => row.tag))) {
    const expected = rows.filter((row) => row.tag === tag).length;
    expect(await db.collection<Row>('rows').countDocuments({ tag }), `rows of ${tag} by the index`).to.equal(
      expected,
    );
  }
}

describe('a store killed while writing', () => {
  it('has every acknowledged write, whole transactions and indexes that agree, round after round', async () => {
    const directory = aDirectory();
    const known: Acknowledged = { rows: new Map(), pairs: new Set() };
    const next = random(42);
    for (let round = 0; round <= ROUNDS; round++) {
      const store = await aStoreProcess(directory.path);
      const client = await MongoClient.connect(store.uri, { serverSelectionTimeoutMS: 300 });
      const db = client.db();
      if (round === 0) {
        await db.collection('rows').createIndex({ tag: 1 });
        await db.collection('rows').createIndex({ version: -1, tag: 1 });
      }
      await verify(db, known);
      if (round < ROUNDS) {
        let left = 100 + Math.floor(next() * 200);
        let killing: Promise<void> | undefined;
        const acknowledged = () => {
          left -= 1;
          if (left <= 0) killing ??= store.kill();
        };
        const seeds = Array.from({ length: WRITERS }, (_one, at) => 1 + round * WRITERS + at);
        await Promise.all(seeds.map((seed) => write(client, db, seed, known, acknowledged)));
        await killing;
      } else await store.kill();
      await client.close(true);
    }
    directory.remove();
    expect(known.rows.size).to.be.greaterThan(100);
  }).timeout(60_000);
});
