import { parentPort } from 'node:worker_threads';
import { type CalendarDate, readCalendar, UnreadableCalendar, type Window } from './reading.ts';

/** Runs in a worker thread that can be ended: it reads one file, and knows no store. */

export type CalendarJob = { text: string; window: Window };
export type CalendarMessage = { dates: CalendarDate[] } | { unreadable: string };

parentPort!.on('message', ({ text, window }: CalendarJob) => {
  let message: CalendarMessage;
  try {
    message = { dates: readCalendar(text, window) };
  } catch (error) {
    message = {
      unreadable: error instanceof UnreadableCalendar ? error.message : 'activities.errors.noCalendar',
    };
  }
  parentPort!.postMessage(message);
});
