import type { Worker } from 'node:worker_threads';
import { startWorkerThread } from '../core/workerThread.ts';
import type { CompactionResult, CompactionTask } from './compactionWorker.ts';

export interface Compactor {
  /** One update with the content of many framed ones. Rejects when the worker fails; nothing is lost by that. */
  compact(state: Uint8Array): Promise<Uint8Array>;
  close(): Promise<void>;
}

type Waiting = Map<number, { resolve: (update: Uint8Array) => void; reject: (error: Error) => void }>;

function startWorker(waiting: Waiting, ended: () => void): Worker {
  const worker = startWorkerThread(new URL('./compactionWorker.ts', import.meta.url));
  const fail = (): void => {
    ended();
    for (const { reject } of waiting.values()) reject(new Error('the compaction worker stopped'));
    waiting.clear();
  };
  worker.on('message', (result: CompactionResult) => {
    const task = waiting.get(result.task);
    waiting.delete(result.task);
    if ('update' in result) task?.resolve(result.update);
    else task?.reject(new Error(`compaction failed: ${result.failure}`));
  });
  worker.on('error', fail);
  worker.on('exit', fail);
  return worker;
}

/** A worker thread that is started by the first task. */
export function createCompactor(): Compactor {
  let running: { worker: Worker; waiting: Waiting } | null = null;
  let last = 0;

  const start = (): { worker: Worker; waiting: Waiting } => {
    const waiting: Waiting = new Map();
    const worker = startWorker(waiting, () => {
      if (running?.waiting === waiting) running = null;
    });
    return { worker, waiting };
  };

  return {
    compact: (state) =>
      new Promise((resolve, reject) => {
        running ??= start();
        last += 1;
        running.waiting.set(last, { resolve, reject });
        const task: CompactionTask = { task: last, state };
        running.worker.postMessage(task);
      }),
    async close() {
      const closing = running?.worker;
      running = null;
      await closing?.terminate();
    },
  };
}
