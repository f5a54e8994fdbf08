import { parentPort } from 'node:worker_threads';
import { startWorkerThread } from './workerThread.ts';

/** What a thread can be asked, by name, and what it answers. */
export type AskTable<Asks> = { [Name in keyof Asks]: { ask: object; answer: unknown } };

interface Message {
  task: number;
  kind: string;
  ask: object;
}
type Reply = { task: number } & ({ answer: unknown } | { failure: string });

/** A worker thread that is asked things and answers them in order. */
export interface AskedThread<Asks extends AskTable<Asks>> {
  /** Rejects when the thread failed at it, or ended. */
  ask<Name extends keyof Asks & string>(
    kind: Name,
    ask: Asks[Name]['ask'],
    transfer?: ArrayBuffer[],
  ): Promise<Asks[Name]['answer']>;
  /** Whether it ended by itself: then another one has to be started. */
  readonly hasEnded: boolean;
  close(): Promise<void>;
}

/** @param name of what it does, for errors: "the thread of <name> ended" */
export function startAskedThread<Asks extends AskTable<Asks>>(file: URL, name: string): AskedThread<Asks> {
  const waiting = new Map<number, { resolve(answer: unknown): void; reject(error: Error): void }>();
  const worker = startWorkerThread(file);
  let last = 0;
  let hasEnded = false;
  const ended = () => new Error(`the thread of ${name} ended`);
  const fail = (): void => {
    hasEnded = true;
    for (const { reject } of waiting.values()) reject(ended());
    waiting.clear();
  };
  worker.on('message', (reply: Reply) => {
    const task = waiting.get(reply.task);
    waiting.delete(reply.task);
    if ('failure' in reply) task?.reject(new Error(`the thread of ${name} failed: ${reply.failure}`));
    else task?.resolve(reply.answer);
  });
  worker.on('error', fail);
  worker.on('exit', fail);
  return {
    ask: (kind, ask, transfer = []) =>
      new Promise((resolve, reject) => {
        if (hasEnded) return reject(ended());
        last += 1;
        waiting.set(last, { resolve: resolve as (answer: unknown) => void, reject });
        worker.postMessage({ task: last, kind, ask } satisfies Message, transfer);
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

/** In the thread: answers what it is asked, one after the other. What throws is told to who asked. */
export function answerAsks<Asks extends AskTable<Asks>>(
  answers: {
    [Name in keyof Asks]: (ask: Asks[Name]['ask']) => Asks[Name]['answer'];
  },
): void {
  parentPort?.on('message', ({ task, kind, ask }: Message) => {
    let reply: Reply;
    try {
      reply = { task, answer: answers[kind as keyof Asks](ask) };
    } catch (error) {
      const { name, message } = error as Error;
      reply = { task, failure: `${name}: ${message}` };
    }
    parentPort?.postMessage(reply);
  });
}
