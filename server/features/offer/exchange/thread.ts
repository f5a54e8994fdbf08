import type { Worker } from 'node:worker_threads';
import type { Message } from '../../../core/errors.ts';
import { startWorkerThread } from '../../../core/workerThread.ts';
import { Broken } from './broken.ts';
import type { CheckJob, ExportJob, Job, PlannedRows, Summary, WorkerMessage } from './jobs.ts';

/** One file at a time: each may hold some hundred megabytes while it is read. */
let turn: Promise<unknown> = Promise.resolve();

function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const done = turn.then(work);
  turn = done.catch(() => {});
  return done;
}

type Answer = Exclude<WorkerMessage, { kind: 'rows' | 'broken' | 'failed' }>;

/** A thread takes a second to start, and a file is often sent again when it was mended. Milliseconds. */
const keptFor = 60_000;
let idle: { worker: Worker; timer: NodeJS.Timeout } | null = null;

function aThread(): Worker {
  if (!idle) return startWorkerThread(new URL('./exchangeWorker.ts', import.meta.url));
  const { worker, timer } = idle;
  clearTimeout(timer);
  idle = null;
  return worker;
}

function putAway(worker: Worker): void {
  const end = (): void => {
    if (idle?.worker !== worker) return;
    idle = null;
    void worker.terminate();
  };
  worker.once('error', end).once('exit', end);
  idle = { worker, timer: setTimeout(end, keptFor).unref() };
}

async function ask(job: Job, take: (rows: PlannedRows) => Promise<void>): Promise<Answer> {
  const worker = aThread();
  worker.removeAllListeners();
  let isWell = false;
  try {
    const answer = await answerOf(worker, job, take);
    isWell = true;
    return answer;
  } catch (error) {
    isWell = error instanceof Broken;
    throw error;
  } finally {
    worker.removeAllListeners();
    if (isWell) putAway(worker);
    else void worker.terminate();
  }
}

function answerOf(worker: Worker, job: Job, take: (rows: PlannedRows) => Promise<void>): Promise<Answer> {
  return new Promise<Answer>((resolve, reject) => {
    worker.on('message', (message: WorkerMessage) => {
      if (message.kind === 'rows') take(message.rows).then(() => worker.postMessage('go on'), reject);
      else if (message.kind === 'broken') reject(brokenBy(message.told));
      else if (message.kind === 'failed') reject(new Error(`the exchange failed: ${message.reason}`));
      else resolve(message);
    });
    worker.on('error', reject);
    worker.on('exit', () => reject(new Error('the exchange worker stopped')));
    worker.postMessage(job);
  });
}

const brokenBy = ({ key, values }: Message): Broken => new Broken(key, values);

/** Works out in a thread of its own what a file would do. @throws Broken */
export async function checkFile(
  job: Omit<CheckJob, 'kind'>,
  take: (rows: PlannedRows) => Promise<void>,
): Promise<Summary> {
  const answer = await inTurn(() => ask({ ...job, kind: 'check' } as CheckJob, take));
  if (answer.kind !== 'checked') throw new Error('the exchange answered something else');
  return { counts: answer.counts, groups: answer.groups };
}

/** Makes the file of an export in a thread of its own. */
export async function makeFile(job: Omit<ExportJob, 'kind'>): Promise<Buffer> {
  const answer = await inTurn(() => ask({ ...job, kind: 'export' } as ExportJob, async () => {}));
  if (answer.kind !== 'file') throw new Error('the exchange answered something else');
  return Buffer.from(answer.bytes);
}
