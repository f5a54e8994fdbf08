import type { Worker } from 'node:worker_threads';
import { startWorkerThread } from '../../../core/workerThread.ts';
import type { Label } from './vocabulary.ts';
import type { AskName, Asks, Message, Reply } from './workerMessages.ts';

/** The thread that keeps the index. */
export interface SearchThread {
  /** Rejects when the thread failed at it, or ended. */
  ask<Name extends AskName>(
    kind: Name,
    ask: Asks[Name]['ask'],
    transfer?: ArrayBuffer[],
  ): Promise<Asks[Name]['answer']>;
  /** Whether it ended by itself: then another one has to be started. */
  readonly hasEnded: boolean;
  close(): Promise<void>;
}

type Waiting = Map<number, { resolve(answer: Asks[AskName]['answer']): void; reject(error: Error): void }>;

export function startSearchThread(labels: Label[]): SearchThread {
  const waiting: Waiting = new Map();
  const worker: Worker = startWorkerThread(new URL('./searchWorker.ts', import.meta.url));
  let last = 0;
  let hasEnded = false;
  const fail = (): void => {
    hasEnded = true;
    for (const { reject } of waiting.values()) reject(new Error('the thread of the search ended'));
    waiting.clear();
  };
  worker.on('message', (reply: Reply) => {
    const task = waiting.get(reply.task);
    waiting.delete(reply.task);
    if ('failure' in reply) task?.reject(new Error(`searching failed: ${reply.failure}`));
    else task?.resolve(reply.answer);
  });
  worker.on('error', fail);
  worker.on('exit', fail);
  const post = (message: Message, transfer: ArrayBuffer[] = []) => worker.postMessage(message, transfer);
  post({ kind: 'labels', labels });
  return {
    ask: <Name extends AskName>(kind: Name, ask: Asks[Name]['ask'], transfer?: ArrayBuffer[]) =>
      new Promise<Asks[Name]['answer']>((resolve, reject) => {
        if (hasEnded) return reject(new Error('the thread of the search ended'));
        last += 1;
        waiting.set(last, { resolve: resolve as (answer: unknown) => void, reject });
        post({ kind, task: last, ...ask } as unknown as Message, transfer);
      }),
    get hasEnded() {
      return hasEnded;
    },
    close: async () => {
      hasEnded = true;
      await worker.terminate();
    },
  };
}
