import { createHmac } from 'node:crypto';
import { createServer, type Server as HttpServer } from 'node:http';
import { join } from 'node:path';
import type { Connection } from 'mongoose';
import type { Server } from 'socket.io';
import { createApp } from './app.ts';
import type { Config } from './config.ts';
import { prepareActs } from './core/acts.ts';
import type { Clock } from './core/clock.ts';
import type { House } from './core/house.ts';
import { type KeyRing, makeDurably, openKeyRing } from './core/keys.ts';
import type { Logger } from './core/logger.ts';
import type { Mailer } from './core/mail.ts';
import { openFence } from './core/restorations.ts';
import { newSecret, sessions } from './core/security.ts';
import { type Sequencer, startSequencer } from './core/sequencer.ts';
import { createUnitOfWork } from './core/unitOfWork.ts';
import { ensureSetUpLink } from './features/accounts/setUp.ts';
import { startCoverage } from './features/coverage/service/coverage.ts';
import { liveMinutes, minutesRedactedAgain } from './features/meetings/room/live.ts';
import { startOfferSearch } from './features/offer/offerSearch.ts';
import { loadReferenceData } from './features/offer/referenceData.ts';
import { liveNarrative, redactedAgain } from './features/plans/live.ts';
import { redactAgain } from './live/redaction/again.ts';
import { startMails } from './mailTimer.ts';
import { createSockets, type Sockets } from './sockets.ts';

/** Everything that stands on the data as it was when it was opened: after a restore it is closed and opened anew. */
export interface OpenHouse {
  house: House;
  sockets: Sockets;
  sequencer: Sequencer;
  /** Answers requests that are handed to it; it listens nowhere. */
  server: HttpServer;
  /** Lines for whoever started it: the set-up link, the demo's password. */
  firstSteps: string[];
  close(): Promise<void>;
}

export interface OpenHouseOptions {
  config: Config;
  connection: Connection;
  storeUri: string;
  clock: Clock;
  logger: Logger;
  mailer: Mailer;
  /** Fictional people are asked for no second factor. */
  demo: boolean;
  /** Fills a demo: not after a restore, which shows what the backup holds. */
  fillDemo: boolean;
  say: (line: string) => void;
  isReady: () => boolean;
  adapter?: (io: Server) => void;
  limits?: { all: number; secrets: number; reports: number; programs?: number };
  /** See createSockets. */
  recheckEvery?: number;
}

/** @throws Restored while a backup is being restored */
export async function openHouse(options: OpenHouseOptions): Promise<OpenHouse> {
  const { config, connection, storeUri, clock, logger, mailer, demo, say } = options;
  const fence = await openFence(connection);
  await prepareActs(connection);
  const keys = await openKeys(config.keyDir, connection);
  if (keys.state !== 'ready') {
    say(`The master key in KEY_DIR is ${keys.state}: cases stay closed until the right one is put back.`);
  }
  const sequencer = await startSequencer({ connection, clock, logger, fence });
  const unitOfWork = createUnitOfWork({ connection, clock, fence, committed: sequencer.committed });
  const { publicUrl, offlineDays, directoryMonths } = config;
  const secret = await sessionSecret(config.keyDir);
  const offerSearch = startOfferSearch({
    ...{ connection, logger, sequencer },
    directory: join(config.dataDir, 'search'),
    isCurrent: () => fence.isOpen,
  });
  const coverage = startCoverage({ connection, logger, sequencer, clock });
  const house: House = {
    ...{
      connection,
      storeUri,
      clock,
      logger,
      keys,
      mailer,
      unitOfWork,
      fence,
      publicUrl,
      offlineDays,
      directoryMonths,
      demo,
      offerSearch,
      coverage,
    },
    mark: (request) => createHmac('sha256', secret).update(request).digest('hex').slice(0, 32),
    // The sockets need the house, and pages need what the sockets hold: it is asked for when a page wants it.
    get live() {
      return sockets.live;
    },
  };
  await connection.syncIndexes({ continueOnError: false });
  await loadReferenceData(connection, progress(say));
  const firstSteps = options.fillDemo
    ? await demoFilled(house, config.demoPassword)
    : await firstAdministrator(house);

  await redactedBefore(house);
  const https = publicUrl.startsWith('https:');
  const session = sessions({ connection, secret, https, restoration: fence.restoration });
  const app = createApp({
    house,
    session: session.middleware,
    trustProxy: config.trustProxy,
    isReady: () => fence.isOpen && options.isReady(),
    ...(options.limits ? { limits: options.limits } : {}),
  });
  const server = createServer(app);
  const sockets = createSockets({
    server,
    house,
    session: session.middleware,
    sequencer,
    ...(options.adapter ? { adapter: options.adapter } : {}),
    ...(options.recheckEvery ? { recheckEvery: options.recheckEvery } : {}),
  });
  const mails = startMails(house);
  const close = async (): Promise<void> => {
    fence.stop();
    await mails.stop();
    await sockets.close();
    await offerSearch.close();
    await coverage.close();
    await sequencer.stop();
  };
  let closed: Promise<void> | undefined;
  return {
    ...{ house, sockets, sequencer, server, firstSteps },
    close: () => {
      closed ??= close();
      return closed;
    },
  };
}

/** What a restored backup brought back of words that were redacted goes again, before anybody is let in. */
async function redactedBefore(house: House): Promise<void> {
  const { connection, unitOfWork, logger } = house;
  const features = [liveNarrative(house), liveMinutes(house)];
  const draftOf = (kind: string, documentId: string) =>
    kind === 'minutes' ? minutesRedactedAgain(documentId) : redactedAgain(documentId);
  await redactAgain({ connection, features, unitOfWork, logger, draftOf });
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
