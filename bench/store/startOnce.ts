import { MongoClient } from 'mongodb';
import { startEmbeddedStore } from '../../server/storage/embedded/store.ts';
import { emailOf, type Row } from './documents.ts';

/** One start of the store in the directory that is named: prints the milliseconds until its first answer. */
const began = performance.now();
const store = await startEmbeddedStore({ dataDir: process.argv[2]! });
const client = await MongoClient.connect(store.uri);
const row = await client
  .db()
  .collection<Row>('rows')
  .findOne({ email: emailOf(1) });
const took = performance.now() - began;
if (!row) throw new Error('The row that should be there is not');
console.log(took.toFixed(1));
await client.close();
await store.close();
