import { type AskedThread, startAskedThread } from '../../../core/askedThread.ts';
import type { Label } from './vocabulary.ts';
import type { Asks } from './workerMessages.ts';

/** The thread that keeps the index. */
export type SearchThread = AskedThread<Asks>;

export function startSearchThread(labels: Label[]): SearchThread {
  const thread = startAskedThread<Asks>(new URL('./searchWorker.ts', import.meta.url), 'the search');
  // It answers in order: what is asked next finds the labels there.
  thread.ask('labels', { labels }).catch(() => {});
  return thread;
}
