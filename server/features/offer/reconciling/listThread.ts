import { startWorkerThread } from '../../../core/workerThread.ts';
import { Broken } from '../exchange/broken.ts';
import type { ListAnswer } from './listWorker.ts';

/** One list at a time. */
let turn: Promise<unknown> = Promise.resolve();

/** Reads a list in a thread of its own, so that nobody waits for it but its sender. @throws Broken */
export function readListAside(bytes: Uint8Array): Promise<{ heads: string[]; rows: string[][] }> {
  const reading = turn.then(() => ask(bytes));
  turn = reading.catch(() => {});
  return reading;
}

async function ask(bytes: Uint8Array): Promise<{ heads: string[]; rows: string[][] }> {
  const worker = startWorkerThread(new URL('./listWorker.ts', import.meta.url));
  try {
    const answer = await new Promise<ListAnswer>((resolve, reject) => {
      worker.once('message', resolve).once('error', reject);
      worker.once('exit', () => reject(new Error('the reading of a list stopped')));
      worker.postMessage(bytes);
    });
    if (answer.kind === 'failed') throw new Error(`a list could not be read: ${answer.reason}`);
    if (answer.kind === 'broken') throw new Broken(answer.told.key, answer.told.values);
    return answer;
  } finally {
    void worker.terminate();
  }
}
