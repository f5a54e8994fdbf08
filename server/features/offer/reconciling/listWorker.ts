import { parentPort } from 'node:worker_threads';
import type { Message } from '../../../core/errors.ts';
import { Broken } from '../exchange/broken.ts';
import { readList } from './reading.ts';

/** Runs in a worker thread: reads one list and nothing else. A spreadsheet of a few megabytes may hold hundreds. */

export type ListAnswer =
  | { kind: 'read'; heads: string[]; rows: string[][] }
  | { kind: 'broken'; told: Message }
  | { kind: 'failed'; reason: string };

const port = parentPort!;

async function answer(bytes: Uint8Array): Promise<ListAnswer> {
  try {
    return { kind: 'read', ...(await readList(bytes)) };
  } catch (error) {
    if (error instanceof Broken) return { kind: 'broken', told: error.told };
    return { kind: 'failed', reason: error instanceof Error ? error.name : 'unknown' };
  }
}

port.once('message', (bytes: Uint8Array) => void answer(bytes).then((made) => port.postMessage(made)));
