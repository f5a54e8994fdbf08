import type { Server as HttpServer, IncomingMessage } from 'node:http';
import type { RequestHandler } from 'express';
import { Server, type Socket } from 'socket.io';
import { hear } from '../public/scripts/live/protocol.ts';
import type { Act } from './core/acts.ts';
import type { House } from './core/house.ts';
import { brusselsDay } from './core/i18n.ts';
import type { Person } from './core/person.ts';
import type { Sequencer } from './core/sequencer.ts';
import { peopleOfSessions, personForSocket, sessionMark } from './features/accounts/session.ts';
import { casesOfPerson } from './features/cases/queries.ts';
import { liveMinutes } from './features/meetings/room/live.ts';
import { liveNarrative } from './features/plans/live.ts';
import { createLive, type Live } from './live/live.ts';
import {
  askWatchersAgain,
  coverageTeller,
  mayWatch,
  tellBoards,
  tellChanged,
  tellCircuits,
  tellGaps,
  topicOf,
  topicsWatched,
} from './watched.ts';
import { tellAbout } from './watchedAbout.ts';
import { tellItems } from './watchedItems.ts';
import { tellMeetings } from './watchedMeetings.ts';
import { tellActivities, tellNetwork, tellYearPlans } from './watchedNetwork.ts';
import { tellRecommendations } from './watchedRecommendations.ts';
import { createRooms, type RoomNews, type Rooms } from './watchedRooms.ts';
import { tellSignals } from './watchedSignals.ts';

/** What an open matrix shows beside the offer: gaps it flags, and the standards and zones it looks by. */
const shownByCoverage: readonly string[] = ['gap', 'standard', 'zone'];

/** What is known of one connection. */
interface Connected {
  person: Person;
  sessionId: string;
}

export interface Sockets {
  io: Server;
  live: Live;
  /** Asks about everyone again: consent and sessions also end by the clock, without an act. */
  recheckAll(): Promise<void>;
  close(): Promise<void>;
}

/** Questions of one connection that may wait at once. A page asks one at a time; who asks more floods us. */
const mostQuestions = 20;

/** Acts after which a person's connections must prove themselves anew. */
const endsSessions = new Set(['account.signedOutEverywhere', 'account.passwordChanged', 'membership.ended']);

/** Acts after which somebody may have come in or must go out. */
const changesAccess = new Set([
  'consent.recorded',
  'consent.withdrawn',
  'caseMember.invited',
  'caseMember.ended',
]);

/** Acts after which the page of a plan shows something else. Views are acts too, and change nothing. */
const changesPlan = /^(goal|action)\.(added|changed|removed|restored)$/;

/** Acts after which something else is said about the shared text: its own people are told, who have it open. */
const changesRemarks =
  /^(comment\.(added|answered|resolved|reopened|moved)|suggestion\.(added|answered|accepted|declined|withdrawn|moved))$/;

/** The sockets: the same session and person as the pages, asked at the handshake, at join and on every write. */
export function createSockets(options: {
  server: HttpServer;
  house: House;
  session: RequestHandler;
  sequencer: Sequencer;
  adapter?: (io: Server) => void;
  /** How often everyone who is connected is asked about again, in milliseconds. */
  recheckEvery?: number;
}): Sockets {
  const { house, sequencer } = options;
  const io = new Server(options.server, {
    serveClient: false,
    maxHttpBufferSize: 512 * 1024,
    // Who never says who they are holds a connection this long; a page says it at once. Milliseconds.
    connectTimeout: 10_000,
    // Recovered connections would skip nothing here: we do not offer recovery, clients join anew and are asked anew.
    allowRequest: (request, allow) => allow(null, house.fence.isOpen && sameOrigin(request, house.publicUrl)),
  });
  options.adapter?.(io);
  io.engine.use(withoutRenewal(options.session));
  io.use((socket, next) => {
    personForSocket(socket.request as IncomingMessage, house)
      .then((person) => {
        if (!person) return next(new Error('signed_out'));
        socket.data = { person, sessionId: person.sessionId } satisfies Connected;
        next();
      })
      .catch(() => next(new Error('unavailable')));
  });
  const live = createLive({
    io,
    connection: house.connection,
    fence: house.fence,
    features: [liveNarrative(house), liveMinutes(house)],
    logger: house.logger,
    clock: house.clock,
  });
  const rooms = createRooms(io, house, live);
  io.on('connection', (socket) => connected(socket, house, live, rooms));
  const coverage = coverageTeller(io, house);
  const unfollow = sequencer.follow((act) => {
    if (shownByCoverage.includes(act.record.type)) coverage.tell();
    return tellSockets(io, live, act);
  });
  // By itself: what goes wrong in a room must not keep people in a case whose consent was withdrawn.
  const unfollowRooms = sequencer.follow((act) => rooms.tell(act));
  // Each watcher is asked about, so these come after what was told to all of a page.
  const unfollowSome = [tellAbout, tellRecommendations].map((tell) =>
    sequencer.follow(async (act) => {
      if (!act.record.caseId) await tell(io, house, act);
    }),
  );
  let today = brusselsDay(house.clock.now());
  const recheckAll = async (): Promise<void> => {
    await askAgain(io, live, house);
    const day = brusselsDay(house.clock.now());
    if (day === today) return;
    today = day;
    // A consent ends with its day, another may hold for a part, modules start and end, numbers grow older.
    for (const topic of topicsWatched(io)) tellChanged(io, topic);
  };
  const timer = setInterval(() => {
    recheckAll().catch((err) => house.logger.error({ err }, 'asking again who may be connected failed'));
  }, options.recheckEvery ?? 30_000).unref();
  return {
    io,
    live,
    recheckAll,
    close: async () => {
      clearInterval(timer);
      unfollow();
      unfollowRooms();
      for (const stop of unfollowSome) stop();
      coverage.stop();
      rooms.stop();
      // After a restore nobody is signed in any more: pages give back what they did not get stored.
      if (!house.fence.isOpen) io.local.emit(hear.removed, { document: '', reason: 'signed_out' });
      await live.freeze();
      await io.close();
    },
  };
}

/** The session as it is: a connection that stands open, asking by itself, must not count as somebody being active. */
function withoutRenewal(session: RequestHandler): RequestHandler {
  return (request, response, next) =>
    session(request, response, (error?: unknown) => {
      delete (request as Partial<typeof request>).session;
      next(error);
    });
}

/** A page of another site must not open a socket with our visitor's cookie. Programs send no origin. */
function sameOrigin(request: IncomingMessage, publicUrl: string): boolean {
  const { origin, host } = request.headers;
  if (!origin) return true;
  try {
    const asked = new URL(origin);
    return asked.host === host || asked.origin === new URL(publicUrl).origin;
  } catch {
    return false;
  }
}

function connected(socket: Socket, house: House, live: Live, rooms: Rooms): void {
  const { person, sessionId } = socket.data as Connected;
  const main = person.affiliations[0];
  void socket.join([`person:${person.id}`, `session:${sessionMark(sessionId)}`]);
  live.attach(socket, {
    personId: person.id,
    sessionId,
    name: person.name,
    organisationName: main?.bodyName ?? '',
    language: person.language,
  });
  let turn: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  /** One question after the other; nothing is answered to who asks too many at once. */
  const ask = (topic: unknown, reply: (may: boolean) => unknown): void => {
    const wanted = topicOf(topic);
    if (!wanted) return void reply(false);
    waiting += 1;
    if (waiting > mostQuestions) return void socket.disconnect(true);
    turn = turn
      .then(() => watch(socket, house, wanted))
      .catch(() => false)
      .then((may) => {
        waiting -= 1;
        return reply(may);
      })
      .catch(() => {});
  };
  // "Tell me when this plan, this board, this gap changes": answers nothing but yes or no.
  socket.on('watch', (topic: unknown, answer: unknown) => {
    ask(topic, typeof answer === 'function' ? (answer as (ok: boolean) => void) : () => {});
  });
  socket.on('room', (meeting: unknown, answer: unknown) => {
    if (typeof answer !== 'function') return;
    const reply = answer as (news: RoomNews | null) => void;
    ask(`room:${meeting}`, async (may) => {
      reply(may ? await rooms.newsOf(String(meeting)) : null);
      if (may) rooms.came(`room:${meeting}`);
    });
  });
  socket.on('disconnecting', () => rooms.went(socket));
}

/** Lets the connection into the room of a topic. Answers whether it is in. */
async function watch(socket: Socket, house: House, topic: string): Promise<boolean> {
  const { sessionId } = socket.data as Connected;
  // The session is asked and not the person of the handshake: what that one was may be over.
  const may = async (): Promise<boolean> => {
    const person = (await peopleOfSessions([sessionId], house)).get(sessionId);
    return socket.connected && person !== undefined && mayWatch(house, person, topic);
  };
  if (!(await may())) {
    await socket.leave(topic);
    return false;
  }
  await socket.join(topic);
  // A withdrawal may have emptied the room between the question and the joining.
  const still = await may();
  if (!still) await socket.leave(topic);
  return still;
}

/** Tells entitled people that something changed, without content; puts out who is no longer entitled. */
async function tellSockets(io: Server, live: Live, act: Act): Promise<void> {
  const { name, record } = act;
  if (name === 'account.signedOut' && typeof act.details.session === 'string') {
    io.local.in(`session:${act.details.session}`).disconnectSockets(true);
  }
  if (endsSessions.has(name)) {
    try {
      for (const caseId of await casesOfPerson(record.id)) await live.recheck('plan', caseId);
    } finally {
      io.local.in(`person:${record.id}`).disconnectSockets(true);
    }
  }
  if (!record.caseId) {
    tellCircuits(io, act);
    const tell = (topic: string): void => tellChanged(io, topic);
    tellNetwork(io, act, tell);
    await tellItems(act, tell);
    await tellYearPlans(io, act, { open: topicsWatched(io), tell });
    await tellActivities(io, act, tell);
    await tellBoards(io, act);
    await tellMeetings(io, act);
    await tellSignals(io, act);
    return tellGaps(io, act);
  }
  if (changesAccess.has(name)) {
    await live.recheck('plan', record.caseId);
    io.local.to(`plan:${record.caseId}`).emit('access', record.caseId);
    // Watchers ask again: the ones still entitled are let in, the others hear nothing more.
    io.local.in(`plan:${record.caseId}`).socketsLeave(`plan:${record.caseId}`);
    return;
  }
  if (name === 'narrative.redacted') {
    await live.renew('plan', record.caseId);
    io.local.to(`plan:${record.caseId}`).emit('redacted', record.caseId);
  }
  if (changesRemarks.test(name)) live.remarked('plan', record.caseId);
  if (changesPlan.test(name)) io.local.to(`plan:${record.caseId}`).emit('changed', record.caseId);
}

/** Puts out whose session, consent or place is over, whichever way it ended. */
async function askAgain(io: Server, live: Live, house: House): Promise<void> {
  const sockets = [...io.sockets.sockets.values()];
  const sessionOf = (socket: Socket): string => (socket.data as Connected).sessionId;
  const people = await peopleOfSessions(sockets.map(sessionOf), house);
  for (const socket of sockets)
    if (!people.has(sessionOf(socket))) await live.closeSession(sessionOf(socket));
  for (const name of [...io.sockets.adapter.rooms.keys()]) {
    const [, kind, id] = /^live:([a-z]+):(.+)$/.exec(name) ?? [];
    if (kind && id) await live.recheck(kind, id);
  }
  await askWatchersAgain(io, house, sockets, (socket) => people.get(sessionOf(socket)));
}
