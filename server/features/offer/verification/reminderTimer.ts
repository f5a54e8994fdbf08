import type { House } from '../../../core/house.ts';
import { Restored } from '../../../core/restorations.ts';
import { remind } from './reminders.ts';

/** Milliseconds between two looks at what is due. */
const anHour = 3_600_000;

/** Sends reminders from now on, while this is open; what is due is looked at once an hour, first at the start. */
export function startReminders(house: House, every = anHour): { stop(): Promise<void> } {
  let running: Promise<unknown> | null = null;
  const run = (): void => {
    running ??= remind(house)
      .catch((err) => {
        if (!(err instanceof Restored))
          house.logger.error({ err }, 'reminders were not sent; it is tried again');
      })
      .finally(() => {
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
