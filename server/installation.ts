import { createHmac } from 'node:crypto';
import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Connection } from 'mongoose';
import { createApp } from './app.ts';
import type { Config } from './config.ts';
import { prepareActs } from './core/acts.ts';
import { buildBrowserScripts } from './core/browserBuild.ts';
import { type Clock, systemClock } from './core/clock.ts';
import type { House } from './core/house.ts';
import { type KeyRing, makeDurably, openKeyRing } from './core/keys.ts';
import { createLogger } from './core/logger.ts';
import { createMailer } from './core/mail.ts';
import { newSecret, sessions } from './core/security.ts';
import { type Sequencer, startSequencer } from './core/sequencer.ts';
import { createUnitOfWork } from './core/unitOfWork.ts';
import { ensureSetUpLink } from './features/accounts/setUp.ts';
import { loadReferenceData } from './features/offer/referenceData.ts';
import { createSockets, type Sockets } from './sockets.ts';
import { connectStorage } from './storage/connect.ts';
import { connectRedis } from './storage/redis.ts';

export interface Installation {
  house: House;
  sockets: Sockets;
  sequencer: Sequencer;
  server: HttpServer;
  /** Where it listens, such as http://127.0.0.1:3000 */
  address: string;
  /** Lines for whoever started it: the set-up link, the demo's password. */
  firstSteps: string[];
  close(): Promise<void>;
  onFailure(listener: (reason: Error) => void): void;
}

export interface InstallationOptions {
  config: Config;
  demo: boolean;
  say: (line: string) => void;
  clock?: Clock;
  limits?: { all: number; secrets: number };
  /** See createSockets. */
  recheckEvery?: number;
}

/** Opens everything, top to bottom, and listens. Resolves when the first request can be answered. */
export async function openInstallation(options: InstallationOptions): Promise<Installation> {
  const { config, demo, say } = options;
  const clock = options.clock ?? systemClock;
  const logger = createLogger(config.logLevel);
  // One after the other: the store bundles its worker too, and stopping the bundler ends what it is doing.
  await buildBrowserScripts();
  const storage = await connectStorage({
    dataDir: config.dataDir,
    ...(config.mongodbUri ? { mongodbUri: config.mongodbUri } : {}),
  });
  const { connection } = storage;
  await prepareActs(connection);
  const keys = await openKeys(config.keyDir, connection);
  if (keys.state !== 'ready') {
    say(`The master key in KEY_DIR is ${keys.state}: cases stay closed until the right one is put back.`);
  }
  const sequencer = await startSequencer({ connection, clock, logger });
  const unitOfWork = createUnitOfWork({ connection, clock, committed: sequencer.committed });
  const mailer = createMailer(config.smtpUrl, config.publicUrl, logger);
  const secret = await sessionSecret(config.keyDir);
  const house: House = {
    connection,
    clock,
    logger,
    keys,
    mailer,
    unitOfWork,
    mark: (request) => createHmac('sha256', secret).update(request).digest('hex').slice(0, 32),
    publicUrl: config.publicUrl,
    demo,
    // The sockets need the house, and pages need what the sockets hold: it is asked for when a page wants it.
    get live() {
      return sockets.live;
    },
  };
  await connection.syncIndexes({ continueOnError: false });
  await loadReferenceData(connection, progress(say));
  const firstSteps = demo ? await demoFilled(house, config.demoPassword) : await firstAdministrator(house);

  const https = config.publicUrl.startsWith('https:');
  const session = sessions({ connection, secret, https });
  let ready = true;
  const app = createApp({
    house,
    session: session.middleware,
    trustProxy: config.trustProxy,
    isReady: () => ready,
    ...(options.limits ? { limits: options.limits } : {}),
  });
  const server = createServer(app);
  const redis = config.redisUrl ? await connectRedis(config.redisUrl, logger) : null;
  const sockets = createSockets({
    server,
    house,
    session: session.middleware,
    sequencer,
    ...(redis ? { adapter: redis.adapt } : {}),
    ...(options.recheckEvery ? { recheckEvery: options.recheckEvery } : {}),
  });
  await listen(server, config.port, config.host);
  return {
    house,
    sockets,
    sequencer,
    server,
    address: addressOf(server, config.host),
    firstSteps,
    onFailure: storage.onFailure,
    close: async () => {
      ready = false;
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      await sockets.close();
      server.closeIdleConnections();
      setTimeout(() => server.closeAllConnections(), 5000).unref();
      await closed;
      await sequencer.stop();
      await redis?.close();
      mailer.close();
      await storage.close();
    },
  };
}

/** The fingerprint of the master key is kept with the data, so that another key is noticed, not used. */
async function openKeys(keyDir: string, connection: Connection): Promise<KeyRing> {
  const marks = connection.db!.collection<{ _id: string; fingerprint: string }>('keymarks');
  const mark = await marks.findOne({ _id: 'master' });
  return openKeyRing(keyDir, mark?.fingerprint ?? null, async (fingerprint) => {
    // Another node may have started at the same moment, with the same key.
    await marks.updateOne({ _id: 'master' }, { $setOnInsert: { fingerprint } }, { upsert: true });
  });
}

async function sessionSecret(keyDir: string): Promise<string> {
  const secret = await makeDurably(join(keyDir, 'session.secret'), Buffer.from(newSecret()));
  return secret.toString('utf8').trim();
}

/** Loaded only for a demo: a real installation does not hold fictional people. */
async function demoFilled(house: House, password: string | undefined): Promise<string[]> {
  const { loadDemo } = await import('./demo.ts');
  return loadDemo(house, password);
}

async function firstAdministrator(house: House): Promise<string[]> {
  const link = await ensureSetUpLink(house);
  return link
    ? ['Nobody has an account yet. Set up the first administrator (once, within 24 hours):', link, '']
    : [];
}

/** One line that fills itself on a terminal, one line at the end elsewhere. */
function progress(say: (line: string) => void): (done: number, total: number, what: string) => void {
  return (done, total, what) => {
    const width = 24;
    const filled = Math.round((width * done) / Math.max(total, 1));
    const bar = `  [${'#'.repeat(filled)}${'.'.repeat(width - filled)}] ${done}/${total} ${what}`;
    if (process.stdout.isTTY) process.stdout.write(`\r${bar.padEnd(76)}${done === total ? '\n' : ''}`);
    else if (done === total) say(bar);
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
