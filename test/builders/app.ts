import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Config } from '../../server/config.ts';
import { clockAt } from '../../server/core/clock.ts';
import { type Installation, openInstallation } from '../../server/installation.ts';
import { keptLog } from './failures.ts';
import { copyFilledDemo, placeIn } from './filledDemo.ts';

export type TestClock = ReturnType<typeof clockAt>;

export interface TestApp extends Installation {
  clock: TestClock;
  config: Config;
  /** Stops and starts again on the same data: what a restart of the program does. */
  restart(change?: Partial<Config>): Promise<void>;
}

/** A real installation on a fresh embedded store (or on MONGODB_URI), on a free port, in its own directory. */
export async function startTestApp(
  options: {
    demo?: boolean;
    config?: Partial<Config>;
    now?: Date;
    reports?: number;
    programs?: number;
    secrets?: number;
  } = {},
): Promise<TestApp> {
  const directory = mkdtempSync(join(tmpdir(), 'schakel-test-'));
  const clock = clockAt(options.now ?? new Date());
  const config: Config = {
    port: 0,
    host: '127.0.0.1',
    ...placeIn(directory),
    mongodbUri: undefined,
    redisUrl: undefined,
    publicUrl: 'http://127.0.0.1',
    smtpUrl: undefined,
    trustProxy: 0,
    offlineDays: 7,
    directoryMonths: 12,
    demoPassword: demoPassword,
    throwAway: false,
    logLevel: 'error',
    ...options.config,
  };
  const demo = options.demo ?? false;
  const open = (there = {}, fillDemo = demo) =>
    openInstallation({
      config: { ...config, ...there },
      demo,
      fillDemo,
      say: () => {},
      log: keptLog,
      clock,
      limits: {
        all: 100_000,
        secrets: options.secrets ?? 100_000,
        reports: options.reports ?? 100_000,
        programs: options.programs ?? 100_000,
      },
      recheckEvery: 3_600_000, // a test asks for it: what must happen at once may not be left to it
    });
  const isFilled = demo && !config.mongodbUri;
  if (isFilled)
    await copyFilledDemo(config, options.now, async (there) =>
      (await open({ ...there, smtpUrl: undefined })).close(),
    );
  // What is open changes after a restore: the getters are kept, not what they say now.
  const app: TestApp = Object.assign(await open({}, demo && !isFilled), {
    clock,
    config,
    restart: async (change: Partial<Config> = {}) => {
      await stop();
      Object.assign(config, change);
      const again = await open();
      stop = again.close;
      Object.defineProperties(app, Object.getOwnPropertyDescriptors(again));
      app.close = closeAndRemove;
    },
  });
  let stop = app.close;
  const closeAndRemove = async (): Promise<void> => {
    await stop();
    rmSync(directory, { recursive: true, force: true });
  };
  app.close = closeAndRemove;
  return app;
}

/** Everyone's password in tests that use the demo's people. */
export const demoPassword = 'een lang demowachtwoord';
