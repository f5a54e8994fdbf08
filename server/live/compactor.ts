import { Worker } from 'node:worker_threads';
import type { CompactionResult, CompactionTask } from './compactionWorker.ts';

export interface Compactor {
  /** One update with the content of many framed ones. Rejects when the worker fails; nothing is lost by that. */
  compact(state: Uint8Array): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** A worker thread that is started by the first task. */
export function createCompactor(): Compactor {
  const waiting = new Map<
    number,
    { resolve: (update: Uint8Array) => void; reject: (error: Error) => void }
  >();
  let worker: Worker | null = null;
  let last = 0;

  const fail = (): void => {
    worker = null;
    for (const { reject } of waiting.values()) reject(new Error('the compaction worker stopped'));
    waiting.clear();
  };
  const start = (): Worker => {
    const started = new Worker(new URL('./compactionWorker.ts', import.meta.url));
    started.unref();
    started.on('message', (result: CompactionResult) => {
      const task = waiting.get(result.task);
      waiting.delete(result.task);
      if ('update' in result) task?.resolve(result.update);
      else task?.reject(new Error(`compaction failed: ${result.failure}`));
    });
    started.on('error', fail);
    started.on('exit', fail);
    return started;
  };

  return {
    compact: (state) =>
      new Promise((resolve, reject) => {
        worker ??= start();
        last += 1;
        waiting.set(last, { resolve, reject });
        const task: CompactionTask = { task: last, state };
        worker.postMessage(task);
      }),
    async close() {
      const closing = worker;
      worker = null;
      await closing?.terminate();
    },
  };
}
