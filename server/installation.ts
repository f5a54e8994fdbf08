import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { settleRestoration } from './backup/switching.ts';
import type { Config } from './config.ts';
import { buildBrowserScripts } from './core/browserBuild.ts';
import { type Clock, systemClock } from './core/clock.ts';
import type { House } from './core/house.ts';
import { createLogger, type LogLines } from './core/logger.ts';
import { createMailer } from './core/mail.ts';
import type { Sequencer } from './core/sequencer.ts';
import { keepOpen } from './keepOpen.ts';
import { type OpenHouse, openHouse } from './openHouse.ts';
import type { Sockets } from './sockets.ts';
import { connectStorage } from './storage/connect.ts';
import { connectRedis } from './storage/redis.ts';

export interface Installation {
  /** These three are others after a restore. */
  readonly house: House;
  readonly sockets: Sockets;
  readonly sequencer: Sequencer;
  server: HttpServer;
  /** Where it listens, such as http://127.0.0.1:3000 */
  address: string;
  /** Lines for whoever started it: the set-up link, the demo's password. */
  firstSteps: string[];
  close(): Promise<void>;
  /** Told when it cannot go on: the store is down, or what was restored cannot be opened. */
  onFailure(listener: (reason: Error) => void): void;
}

export interface InstallationOptions {
  config: Config;
  demo: boolean;
  /** False for a demo that was filled before and is not to be compared with what it should hold. */
  fillDemo?: boolean;
  say: (line: string) => void;
  /** Where its log goes; to the standard output without one. */
  log?: LogLines;
  clock?: Clock;
  limits?: { all: number; secrets: number; reports: number; programs?: number };
  /** See createSockets. */
  recheckEvery?: number;
}

/** Opens everything, top to bottom, and listens. Resolves when the first request can be answered. */
export async function openInstallation(options: InstallationOptions): Promise<Installation> {
  const { config, demo, say } = options;
  const clock = options.clock ?? systemClock;
  const logger = createLogger(config.logLevel, options.log);
  // One after the other: the store bundles its worker too, and stopping the bundler ends what it is doing.
  await buildBrowserScripts();
  const storage = await connectStorage({
    dataDir: config.dataDir,
    ...(config.mongodbUri ? { mongodbUri: config.mongodbUri } : {}),
  });
  const { connection } = storage;
  const mailer = createMailer(config.smtpUrl, config.publicUrl, logger);
  const redis = config.redisUrl ? await connectRedis(config.redisUrl, logger) : null;
  let ready = true;
  const open = (fillDemo: boolean): Promise<OpenHouse> =>
    openHouse({
      ...{ config, connection, storeUri: storage.uri, clock, logger, mailer, demo, fillDemo, say },
      isReady: () => ready,
      ...(redis ? { adapter: redis.adapt } : {}),
      ...(options.limits ? { limits: options.limits } : {}),
      ...(options.recheckEvery ? { recheckEvery: options.recheckEvery } : {}),
    });
  // The embedded store was ours alone until now: nobody else is at work on a restore.
  await settleRestoration(connection, clock, storage.kind === 'embedded');
  const failed: ((reason: Error) => void)[] = [];
  const kept = await keepOpen(
    { open, settle: () => settleRestoration(connection, clock, false), say },
    options.fillDemo ?? demo,
    (reason) => {
      for (const listener of failed) listener(reason);
    },
  );
  const server = createServer((request, response) => kept.now().server.emit('request', request, response));
  server.on('upgrade', (request, socket, head) => kept.now().server.emit('upgrade', request, socket, head));
  await listen(server, config.port, config.host);
  return {
    get house() {
      return kept.now().house;
    },
    get sockets() {
      return kept.now().sockets;
    },
    get sequencer() {
      return kept.now().sequencer;
    },
    server,
    address: addressOf(server, config.host),
    firstSteps: kept.now().firstSteps,
    onFailure: (listener) => {
      failed.push(listener);
      storage.onFailure(listener);
    },
    close: async () => {
      ready = false;
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      await kept.close();
      server.closeIdleConnections();
      setTimeout(() => server.closeAllConnections(), 5000).unref();
      await closed;
      await redis?.close();
      mailer.close();
      await storage.close();
    },
  };
}

function listen(server: HttpServer, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function addressOf(server: HttpServer, host: string): string {
  const { port } = server.address() as AddressInfo;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
