import type { Worker } from 'node:worker_threads';
import { startEmbeddedStore } from '../../server/storage/embedded/store.ts';

/** Run as a process of its own: a store in the directory it is given, whose thread ends at SIGUSR2. */
let worker: Worker | undefined;
process.on('worker', (made) => {
  worker = made;
});
process.on('SIGUSR2', () => void worker?.terminate());
const store = await startEmbeddedStore({ dataDir: process.argv[2]! });
store.onFailure((reason) => {
  console.error(reason.message);
  void store.close().finally(() => process.exit(1));
});
console.log(store.uri);
