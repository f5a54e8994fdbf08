import type { House } from '../../core/house.ts';
import { Restored } from '../../core/restorations.ts';
import { tellOfSuggestions } from './suggestions/notices.ts';
import { remind } from './verification/reminders.ts';

/** Milliseconds between two looks at what is due. */
const anHour = 3_600_000;

/** What is sent when its time has come, not when somebody asks for it. */
const errands = [remind, tellOfSuggestions];

/** Sends what is due from now on, while this is open; it is looked at once an hour, first at the start. */
export function startMails(house: House, every = anHour): { stop(): Promise<void> } {
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
