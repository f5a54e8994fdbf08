import type { House } from './core/house.ts';
import { Restored } from './core/restorations.ts';
import { sendMeetingMails } from './features/meetings/mails/sending.ts';
import { extendSeries } from './features/meetings/seriesActions.ts';
import { sendSummaryMails } from './features/network/activities/summary/mails.ts';
import { tellOfSuggestions } from './features/offer/suggestions/notices.ts';
import { remind } from './features/offer/verification/reminders.ts';

/** Milliseconds between two looks at what is due. */
const [aMinute, anHour] = [60_000, 3_600_000];

type Errand = (house: House) => Promise<unknown>;

/** What is done when its time has come, not when somebody asks for it. */
const hourly: readonly Errand[] = [remind, tellOfSuggestions, extendSeries];

/** Called meetings and summaries are mailed at once; this sends what was left: by a mail server that was away, or by a crash. */
const everyMinute: readonly Errand[] = [sendMeetingMails, sendSummaryMails];

/** Sends what is due from now on, while this is open; looked at first at the start. */
export function startMails(house: House): { stop(): Promise<void> } {
  const timers = [repeat(house, hourly, anHour), repeat(house, everyMinute, aMinute)];
  return {
    stop: async () => {
      for (const one of timers) await one.stop();
    },
  };
}

function repeat(house: House, errands: readonly Errand[], every: number): { stop(): Promise<void> } {
  let running: Promise<unknown> | null = null;
  const runAll = async (): Promise<void> => {
    for (const errand of errands)
      await errand(house).catch((err) => {
        if (!(err instanceof Restored)) house.logger.error({ err }, 'mails were not sent; it is tried again');
      });
  };
  const run = (): void => {
    running ??= runAll().finally(() => {
      running = null;
    });
  };
  const timer = setInterval(run, every).unref();
  run();
  return {
    stop: async () => {
      clearInterval(timer);
      await running;
    },
  };
}
