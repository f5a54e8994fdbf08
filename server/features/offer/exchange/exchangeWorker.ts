import { parentPort } from 'node:worker_threads';
import mongoose from 'mongoose';
import { Broken } from './broken.ts';
import { check } from './check.ts';
import { exportFile } from './exportFile.ts';
import type { Job, WorkerMessage } from './jobs.ts';

/** Runs in a worker thread, with a connection of its own: reads files and the store, writes nothing. */

const port = parentPort!;
const post = (message: WorkerMessage): void => port.postMessage(message);

/** Called when the main thread has put away what it was sent. */
let goOn = (): void => {};

/** @returns the answer; by then the connection is closed, and the next job may come. */
async function run(job: Job): Promise<WorkerMessage> {
  try {
    await mongoose.connect(job.uri, {
      serverSelectionTimeoutMS: 10_000,
      autoIndex: false,
      autoCreate: false,
    });
    if (job.kind === 'export') return { kind: 'file', ...(await exportFile(job)) };
    const summary = await check(job, async (rows) => {
      const putAway = new Promise<void>((resolve) => {
        goOn = resolve;
      });
      post({ kind: 'rows', rows });
      await putAway;
    });
    return { kind: 'checked', ...summary };
  } catch (error) {
    if (error instanceof Broken) return { kind: 'broken', told: error.told };
    const reason = error instanceof Error ? `${error.name}: ${error.message}` : 'unknown';
    return { kind: 'failed', reason };
  } finally {
    await mongoose.disconnect();
  }
}

/** A job, one after the other, or the word that what was sent is put away. */
port.on('message', (message: Job | 'go on') => {
  if (message === 'go on') goOn();
  else void run(message).then(post);
});
