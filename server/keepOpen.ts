import { setTimeout as pause } from 'node:timers/promises';
import { Restored } from './core/restorations.ts';
import type { OpenHouse } from './openHouse.ts';

/**
 * What is open now. After a restore it is closed and opened anew on what the database holds then; until it is, what
 * was open goes on answering that this is not the moment.
 */
export async function keepOpen(
  steps: {
    open(fillDemo: boolean): Promise<OpenHouse>;
    settle(): Promise<unknown>;
    say(line: string): void;
  },
  fillDemo: boolean,
  failed: (reason: Error) => void,
): Promise<{ now(): OpenHouse; close(): Promise<void> }> {
  let current = await steps.open(fillDemo);
  let reopening: Promise<void> | null = null;
  let isClosing = false;
  const anew = async (): Promise<void> => {
    steps.say('A backup is being restored: everything is closed, and opened anew when it is done.');
    await current.close();
    while (!isClosing) {
      try {
        await steps.settle();
        current = await steps.open(false);
        break;
      } catch (error) {
        if (!(error instanceof Restored)) throw error;
        await pause(250); // another restore, right after the first
      }
    }
    if (isClosing) return;
    steps.say('Opened anew.');
    for (const line of current.firstSteps) steps.say(line);
    watch();
  };
  const watch = (): void =>
    current.house.fence.onClosed(() => {
      if (isClosing) return;
      reopening = anew().catch((error: Error) =>
        failed(new Error(`what was restored cannot be opened: ${error.message}`, { cause: error })),
      );
    });
  watch();
  return {
    now: () => current,
    close: async () => {
      isClosing = true;
      await reopening;
      await current.close();
    },
  };
}
