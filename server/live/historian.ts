import type { Worker } from 'node:worker_threads';
import type { Cipher } from '../core/keys.ts';
import type { Logger } from '../core/logger.ts';
import { startWorkerThread } from '../core/workerThread.ts';
import type { Entry } from './history/entries.ts';
import type { AnswerTo, Question } from './history/questions.ts';
import type { HistoryMessage, HistoryReply } from './historyWorker.ts';
import { type Commit, isRedaction, type Log } from './log.ts';
import { Outdated } from './redaction/epochs.ts';
import { Unreadable } from './unreadable.ts';

/** How long a history stays in the worker after the last question: a reader moves from moment to moment. */
const lingerMilliseconds = 60_000;
/** Words are not redacted many times within one question. */
const attempts = 5;

export interface Historian {
  /** Asks about everything committed until now. @throws Unreadable */
  ask<Q extends Question>(document: string, cipher: Cipher, question: Q): Promise<AnswerTo<Q>>;
  /** Words were redacted: what the worker holds of before goes at once. */
  renew(document: string): void;
  close(): Promise<void>;
}

interface Task {
  resolve(answer: AnswerTo<Question>): void;
  reject(error: Error): void;
}

/** A document as the worker has it. */
interface Place {
  /** The last commit that was sent. */
  sequence: number;
  /** One question after the other, so that commits come in order. */
  turn: Promise<unknown>;
  /** Questions under way: a history is not put away under their hands. */
  waiting: number;
  timer: NodeJS.Timeout | null;
}

/**
 * Reads histories in a worker thread, which is started by the first question. Here commits are only fetched and
 * opened, a few at a time, so that a long history keeps nobody waiting but its reader.
 */
export function createHistorian(log: Log, logger: Logger): Historian {
  return new ThreadedHistorian(log, logger);
}

class ThreadedHistorian implements Historian {
  readonly #log: Log;
  readonly #logger: Logger;
  readonly #places = new Map<string, Place>();
  readonly #tasks = new Map<number, Task>();
  #worker: Worker | null = null;
  #last = 0;

  constructor(log: Log, logger: Logger) {
    this.#log = log;
    this.#logger = logger;
  }

  async ask<Q extends Question>(
    document: string,
    cipher: Cipher,
    question: Q,
    attempt = 1,
  ): Promise<AnswerTo<Q>> {
    const place = this.#place(document);
    if (place.timer) clearTimeout(place.timer);
    place.waiting += 1;
    const asked = place.turn.then(() => this.#ask(document, place, cipher, question));
    place.turn = asked.catch(() => {});
    try {
      return (await asked) as AnswerTo<Q>;
    } catch (error) {
      // Whatever went wrong, the next question starts from the log again.
      this.#forget(document, place);
      if (error instanceof Outdated && attempt < attempts)
        return this.ask(document, cipher, question, attempt + 1);
      if (error instanceof Unreadable) {
        const { message: reason } = error;
        this.#logger.error(
          { err: error, reason, attempt, upTo: place.sequence },
          'a history could not be read',
        );
        // What does not fit together is read once more from the first commit on before anybody is told so.
        if (attempt === 1) return this.ask(document, cipher, question, attempt + 1);
      }
      throw error;
    } finally {
      place.waiting -= 1;
      if (place.waiting === 0)
        place.timer = setTimeout(() => this.#forget(document, place), lingerMilliseconds).unref();
    }
  }

  renew(document: string): void {
    const place = this.#places.get(document);
    if (place) this.#forget(document, place);
  }

  async close(): Promise<void> {
    for (const { timer } of this.#places.values()) if (timer) clearTimeout(timer);
    this.#places.clear();
    const closing = this.#worker;
    this.#worker = null;
    await closing?.terminate();
  }

  #place(document: string): Place {
    const place = this.#places.get(document) ?? {
      sequence: 0,
      turn: Promise.resolve(),
      waiting: 0,
      timer: null,
    };
    this.#places.set(document, place);
    return place;
  }

  #forget(document: string, place: Place): void {
    if (place.timer) clearTimeout(place.timer);
    if (this.#places.get(document) !== place) return;
    this.#places.delete(document);
    if (this.#worker) this.#post({ kind: 'forget', document });
  }

  async #ask(
    document: string,
    place: Place,
    cipher: Cipher,
    question: Question,
  ): Promise<AnswerTo<Question>> {
    // One that waited while another failed finds its place gone, and reads from the beginning.
    if (this.#places.get(document) !== place) return this.ask(document, cipher, question);
    const hadSome = place.sequence > 0;
    for await (const commits of this.#log.each(document, place.sequence, cipher)) {
      // What the worker has of before this holds words that are gone.
      const isGone = (hadSome && commits.some(isRedaction)) || this.#places.get(document) !== place;
      if (isGone) throw new Outdated('words were redacted');
      const updates = Uint8Array.from(Buffer.concat(commits.map((commit) => commit.updates)));
      this.#post({ kind: 'commits', document, entries: commits.flatMap(entriesOf), updates }, [
        updates.buffer,
      ]);
      place.sequence = commits.at(-1)!.sequence;
    }
    if (this.#places.get(document) !== place) throw new Outdated('words were redacted');
    return new Promise((resolve, reject) => {
      this.#last += 1;
      this.#tasks.set(this.#last, { resolve, reject });
      this.#post({ kind: 'question', document, task: this.#last, question });
    });
  }

  #post(message: HistoryMessage, transfer: ArrayBuffer[] = []): void {
    this.#worker ??= this.#start();
    this.#worker.postMessage(message, transfer);
  }

  #start(): Worker {
    const worker = startWorkerThread(new URL('./historyWorker.ts', import.meta.url));
    worker.on('message', (reply: HistoryReply) => {
      const task = this.#tasks.get(reply.task);
      this.#tasks.delete(reply.task);
      if ('answer' in reply) task?.resolve(reply.answer);
      else if (reply.failure === 'unreadable') task?.reject(new Unreadable(reply.reason));
      else task?.reject(new Error(`the history failed: ${reply.reason}`));
    });
    const ended = (): void => {
      if (this.#worker !== worker && this.#worker !== null) return;
      this.#worker = null;
      this.#places.clear();
      for (const { reject } of this.#tasks.values()) reject(new Error('the history worker stopped'));
      this.#tasks.clear();
    };
    worker.on('error', ended);
    worker.on('exit', ended);
    return worker;
  }
}

const entriesOf = ({ sequence, at, entries }: Commit): Entry[] =>
  entries.map(({ personId, organisationId, restored, redacted }) => ({
    sequence,
    at,
    personId,
    organisationId,
    ...(restored ? { restored } : {}),
    ...(redacted ? { redacted } : {}),
  }));
