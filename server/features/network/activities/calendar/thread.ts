import { Invalid } from '../../../../core/errors.ts';
import { startWorkerThread } from '../../../../core/workerThread.ts';
import type { CalendarJob, CalendarMessage } from './calendarWorker.ts';
import { longestReading } from './limits.ts';
import type { CalendarDate } from './reading.ts';

let turn: Promise<unknown> = Promise.resolve();

/**
 * Reads a calendar file in a thread of its own, one at a time.
 * @param within milliseconds, after which it is given up
 * @throws Invalid beside `file`: it is no calendar, or its dates do not come to an end
 */
export function datesIn(job: CalendarJob, within = longestReading): Promise<CalendarDate[]> {
  const done = turn.then(() => ask(job, within));
  turn = done.catch(() => {});
  return done;
}

function ask(job: CalendarJob, within: number): Promise<CalendarDate[]> {
  const worker = startWorkerThread(new URL('./calendarWorker.ts', import.meta.url));
  return new Promise<CalendarDate[]>((resolve, reject) => {
    const refuse = (key: string): void => reject(new Invalid({ file: key }));
    // It begins to count when the thread is there: a slow machine takes a second to start one.
    worker.once('online', () => setTimeout(() => refuse('activities.errors.endless'), within).unref());
    worker.once('message', (message: CalendarMessage) =>
      'dates' in message ? resolve(message.dates) : refuse(message.unreadable),
    );
    // Out of memory, for one.
    worker.once('error', () => refuse('activities.errors.endless'));
    worker.once('exit', () => refuse('activities.errors.endless'));
    worker.postMessage(job);
  }).finally(() => void worker.terminate());
}
