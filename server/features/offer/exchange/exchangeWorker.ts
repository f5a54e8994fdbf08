import { parentPort } from 'node:worker_threads';
import mongoose from 'mongoose';
import { Broken } from './broken.ts';
import { check } from './check.ts';
import { exportFile } from './exportFile.ts';
import type { Job, WorkerMessage } from './jobs.ts';

/** Runs in a worker thread, with a connection of its own: reads files and the store, writes nothing. */

const port = parentPort!;
const post = (message: WorkerMessage): void => port.postMessage(message);

/** Resolves when the main thread has put away what it was sent. */
const goOn = (): Promise<void> => new Promise((resolve) => port.once('message', () => resolve()));

async function run(job: Job): Promise<void> {
  await mongoose.connect(job.uri, { serverSelectionTimeoutMS: 10_000, autoIndex: false, autoCreate: false });
  try {
    if (job.kind === 'export') return post({ kind: 'file', ...(await exportFile(job)) });
    const summary = await check(job, async (rows) => {
      post({ kind: 'rows', rows });
      await goOn();
    });
    post({ kind: 'checked', ...summary });
  } finally {
    await mongoose.disconnect();
  }
}

port.once('message', (job: Job) => {
  run(job).catch((error: unknown) => {
    if (error instanceof Broken) post({ kind: 'broken', told: error.told });
    else
      post({
        kind: 'failed',
        reason: error instanceof Error ? `${error.name}: ${error.message}` : 'unknown',
      });
  });
});
