import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mongoose from 'mongoose';
import { pino } from 'pino';
import { Server } from 'socket.io';
import type { MentionMark } from '../../public/scripts/live/marks.ts';
import type { Reader } from '../../public/scripts/live/protocol.ts';
import type { ActWatch } from '../../server/core/actWatch.ts';
import { systemClock } from '../../server/core/clock.ts';
import type { Guard } from '../../server/core/guardedInserts.ts';
import { type KeyRing, openKeyRing } from '../../server/core/keys.ts';
import { openFence } from '../../server/core/restorations.ts';
import type { LiveAccess, LiveAct, LiveFeature, LivePerson, LiveRights } from '../../server/live/feature.ts';
import { createLive, type Live } from '../../server/live/live.ts';
import { startEmbeddedStore } from '../../server/storage/embedded/store.ts';

export const limits = { updateBytes: 64 * 1024, documentBytes: 4 * 2 ** 20 };

/** A person of the tests: everything about them follows from the name. */
export const aPerson = (name: string, session = 'phone'): LivePerson => ({
  personId: `person-${name}`,
  sessionId: `session-${name}-${session}`,
  name,
  organisationName: `Huis van ${name}`,
  language: 'nl',
});

const nothing: LiveRights = { read: false, comment: false, suggest: false, write: false };
const everything: LiveRights = { read: true, comment: true, suggest: true, write: true };

/** A feature whose rights a test can change, with real keys. Everyone may do everything until a test says otherwise. */
export class PlanFeature implements LiveFeature {
  readonly kind = 'plan';
  readonly limits = limits;
  readonly acts: [LiveAct, string][] = [];
  readonly rights = new Map<string, Partial<LiveRights> | null>();
  keyName = 'case-1';
  failingAct: LiveAct | null = null;
  /** What the watch says: null, and nothing is kept. */
  word: number | null = null;
  /** What must be so in the store for the word to be still the same; null, and it is asked for every time. */
  guards: Guard[] | null = null;
  /** What `signs` says of every session. */
  sign: string | null = null;
  /** How often somebody asked who may do what. */
  asked = 0;
  isDeaf = false;
  /** Who is mentioned, by whom, as the feature was told. */
  readonly mentioned: { by: string; mention: MentionMark }[] = [];
  failsMentions = false;
  readonly #keys: KeyRing;

  constructor(keys: KeyRing) {
    this.#keys = keys;
  }

  async access(_documentId: string, people: LivePerson[]): Promise<Map<string, LiveAccess | null>> {
    this.asked += 1;
    if (this.isDeaf) throw new Error('nobody answers');
    const answer = ({ personId, name, organisationName }: LivePerson): LiveAccess | null => {
      const right = this.rights.has(personId) ? this.rights.get(personId) : everything;
      return right ? { ...nothing, ...right, name, organisationName, organisationId: `org-${name}` } : null;
    };
    return new Map(people.map((person) => [person.sessionId, answer(person)]));
  }

  readonly watch: ActWatch = {
    word: async () => this.word,
    standing: () => (this.word !== null && this.guards ? { word: this.word, guards: this.guards } : null),
  };

  async signs(people: LivePerson[]): Promise<Map<string, string>> {
    return new Map(people.flatMap(({ sessionId }) => (this.sign === null ? [] : [[sessionId, this.sign]])));
  }

  cipher(): ReturnType<LiveFeature['cipher']> {
    return this.#keys.create(this.keyName);
  }

  async readers(_documentId: string, person: LivePerson): Promise<Reader[] | null> {
    const right = this.rights.get(person.personId);
    if (this.rights.has(person.personId) && !right?.read) return null;
    return ['an', 'bo'].map((name) => ({
      id: `person-${name}`,
      name,
      organisationName: `Huis van ${name}`,
    }));
  }

  async onMentions(_documentId: string, { personId }: LivePerson, mentions: MentionMark[]): Promise<void> {
    if (this.failsMentions) throw new Error('the mention cannot be noted');
    this.mentioned.push(...mentions.map((mention) => ({ by: personId, mention })));
  }

  async onAct(act: LiveAct, _documentId: string, person: LivePerson): Promise<void> {
    if (act === this.failingAct) throw new Error('the act cannot be written');
    this.acts.push([act, person.personId]);
  }
}

/** Where a test's documents and keys are kept. */
export interface Shelter {
  connection: mongoose.Connection;
  keys: KeyRing;
  close(): Promise<void>;
}

/** A real store, in a directory of its own unless one is given. */
export async function startShelter(directory?: string): Promise<Shelter> {
  const home = directory ?? (await mkdtemp(join(tmpdir(), 'live-')));
  const store = await startEmbeddedStore({ dataDir: join(home, 'data') });
  const connection = await mongoose.createConnection(store.uri).asPromise();
  return {
    connection,
    keys: await openKeyRing(join(home, 'keys'), null, async () => {}),
    async close() {
      await connection.close();
      await store.close();
      if (!directory) await rm(home, { recursive: true });
    },
  };
}

interface LiveServer {
  url: string;
  live: Live;
  close(): Promise<void>;
}

export interface World extends LiveServer {
  feature: PlanFeature;
  connection: mongoose.Connection;
  /** The document of this test. */
  documentId: string;
  name: string;
  /** A second server on the same store, as another node would be. */
  another(linger?: number): Promise<LiveServer>;
}

async function listen(
  connection: mongoose.Connection,
  feature: PlanFeature,
  port: number,
  linger?: number,
): Promise<LiveServer> {
  const http = createServer();
  const io = new Server(http, { transports: ['websocket'], serveClient: false });
  const logger = pino({ level: 'silent' });
  const fence = await openFence(connection);
  const live = createLive({
    ...{ io, connection, fence, features: [feature], logger, clock: systemClock },
    ...(linger === undefined ? {} : { linger }),
  });
  // The application takes the person from the session; here the test says who it is.
  io.on('connection', (socket) => live.attach(socket, socket.handshake.auth.person as LivePerson));
  await new Promise<void>((resolve) => http.listen(port, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  const close = async (): Promise<void> => {
    fence.stop();
    await live.freeze();
    await io.close();
  };
  return { url, live, close };
}

let worlds = 0;

/** A real server, with a feature and a document of its own. */
export async function startWorld({ connection, keys }: Shelter, port = 0): Promise<World> {
  worlds += 1;
  const documentId = `d${worlds}`;
  const feature = new PlanFeature(keys);
  const servers = [await listen(connection, feature, port)];
  return {
    ...(servers[0] as LiveServer),
    feature,
    connection,
    documentId,
    name: `plan:${documentId}`,
    async another(linger) {
      const server = await listen(connection, feature, 0, linger);
      servers.push(server);
      return server;
    },
    async close() {
      for (const server of servers) await server.close();
    },
  };
}
