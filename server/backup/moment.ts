import type { Db, Document, MongoClient } from 'mongodb';
import { belongsInBackup } from './contents.ts';
import { CommandFailed } from './failure.ts';
import type { Described } from './format.ts';

/** A database as it is at one moment, however long reading it takes and whoever writes meanwhile. */
export interface Moment {
  store: 'embedded' | 'mongodb';
  collections: Described[];
  /** The documents as the database holds them: types and order of fields are kept byte for byte. */
  documents(name: string): AsyncIterable<Uint8Array>;
  end(): Promise<void>;
}

export async function isEmbedded(db: Db): Promise<boolean> {
  return (await db.command({ buildInfo: 1 })).gitVersion === 'schakel-embedded';
}

export async function openMoment(client: MongoClient, db: Db): Promise<Moment> {
  return (await isEmbedded(db)) ? embeddedMoment(db) : mongodbMoment(client, db);
}

async function embeddedMoment(db: Db): Promise<Moment> {
  const { snapshot, collections } = await db.command({ schakelSnapshot: 1 });
  return {
    store: 'embedded',
    collections: inOrder(collections),
    documents: (name) =>
      db
        .runCursorCommand({ schakelSnapshotFind: name, snapshot, batchSize: 500 }, { raw: true } as object)
        .setBatchSize(500) as AsyncIterable<unknown> as AsyncIterable<Uint8Array>,
    end: async () => {
      // One that is not ended ends by itself: this must not hide why the reading stopped.
      await db.command({ schakelSnapshotEnd: snapshot }).catch(() => {});
    },
  };
}

/** Collections are not listed inside a snapshot, so they must be the same before and after it was taken. */
async function mongodbMoment(client: MongoClient, db: Db): Promise<Moment> {
  for (let attempt = 0; attempt < 5; attempt++) {
    const collections = await describe(db);
    const session = client.startSession({ snapshot: true });
    await db.collection(collections[0]?.name ?? 'acts').findOne({}, { session });
    if (JSON.stringify(await describe(db)) !== JSON.stringify(collections)) {
      await session.endSession();
      continue;
    }
    return {
      store: 'mongodb',
      collections,
      documents: (name) =>
        db
          .collection(name)
          .find(
            {},
            { session, raw: true, batchSize: 500 },
          ) as AsyncIterable<unknown> as AsyncIterable<Uint8Array>,
      end: () => session.endSession(),
    };
  }
  throw new CommandFailed(
    'The collections of the database keep changing; try again when no Schakel is starting.',
  );
}

async function describe(db: Db): Promise<Described[]> {
  const listed = await db.listCollections({}, { nameOnly: false }).toArray();
  const wanted = listed.filter(({ name }) => belongsInBackup(name));
  const other = wanted.find(({ type }) => type !== 'collection');
  if (other)
    throw new CommandFailed(`${other.name} is a ${other.type}; a backup holds ordinary collections only.`);
  const described = wanted.map(async ({ name, options }) => ({
    name,
    options: (options ?? {}) as Document,
    indexes: await db.collection(name).listIndexes().toArray(),
  }));
  return inOrder(await Promise.all(described));
}

const inOrder = (collections: Described[]): Described[] =>
  collections.filter(({ name }) => belongsInBackup(name)).sort((a, b) => (a.name < b.name ? -1 : 1));
