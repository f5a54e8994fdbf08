import type { Server, Socket } from 'socket.io';
import type { RoomState } from '../public/scripts/room/state.ts';
import type { Act } from './core/acts.ts';
import type { House } from './core/house.ts';
import type { Person } from './core/person.ts';
import { peopleOfSessions } from './features/accounts/session.ts';
import { accessIn, roomOf } from './features/meetings/room/queries.ts';
import type { Live } from './live/live.ts';

/** What pages are told of a room: ids and times, no name and no word. */
export interface RoomNews {
  meeting: string;
  state: RoomState;
  /** The server's clock, in milliseconds since 1970: a page shows how long an item takes by it. */
  now: number;
}

export interface Rooms {
  newsOf(meeting: string): Promise<RoomNews | null>;
  /** A page came into the room of this topic, or goes away. */
  came(topic: string): void;
  went(socket: Socket): void;
  /** Follows the acts: tells rooms what happened in them, and puts out who may no longer be there. */
  tell(act: Act): Promise<void>;
  stop(): void;
}

/** Who comes and goes within so many milliseconds is told in one message. */
const gatherMilliseconds = 200;

/** Acts after which somebody may read or write other minutes than before, or no room any more. */
const changesAccess =
  /^(meeting|invitee|seat|body|agendaItem|membership|account)\.|^room\.(opened|closed|conflicted|unconflicted)$/;

const meetingOf = (topic: string): string => topic.slice('room:'.length);

/** The rooms of meetings that are open on pages of this server. */
export function createRooms(io: Server, house: House, live: Live): Rooms {
  const waiting = new Set<string>();
  let timer: NodeJS.Timeout | undefined;

  const newsOf = async (meeting: string): Promise<RoomNews | null> => {
    const now = house.clock.now();
    const room = await roomOf(meeting, now);
    return room && { meeting, state: room.state, now: now.getTime() };
  };
  const topics = (prefix: string): string[] =>
    [...io.sockets.adapter.rooms.keys()].filter((name) => name.startsWith(prefix));

  /** Who has the room open, on whichever server. */
  const tellCompany = async (topic: string): Promise<void> => {
    const sockets = await io.in(topic).fetchSockets();
    const people = new Set(sockets.map((one) => (one.data as { person: Person }).person.id));
    io.to(topic).emit('company', { meeting: meetingOf(topic), people: [...people] });
  };
  const flush = (): void => {
    timer = undefined;
    for (const topic of waiting)
      tellCompany(topic).catch((err) => house.logger.error({ err }, 'who is in a room could not be told'));
    waiting.clear();
  };
  const gather = (topic: string): void => {
    waiting.add(topic);
    timer ??= setTimeout(flush, gatherMilliseconds).unref();
  };

  /** Puts out whose place is over; a handful of questions for a room, however many are in it. */
  const askAgain = async (topic: string): Promise<void> => {
    const room = await roomOf(meetingOf(topic), house.clock.now());
    const here = [...(io.sockets.adapter.rooms.get(topic) ?? [])].flatMap(
      (id) => io.sockets.sockets.get(id) ?? [],
    );
    const sessionOf = (socket: Socket): string => (socket.data as { sessionId: string }).sessionId;
    const people = await peopleOfSessions(here.map(sessionOf), house);
    for (const socket of here) {
      const person = people.get(sessionOf(socket));
      if (room && person && accessIn(room, person)) continue;
      await socket.leave(topic);
      socket.emit('access', meetingOf(topic));
    }
  };

  return {
    newsOf,
    came: gather,
    went: (socket) => {
      for (const topic of socket.rooms) if (topic.startsWith('room:')) gather(topic);
    },
    async tell({ name, record, details }) {
      if (record.type === 'outcome' && typeof details.meeting === 'string')
        io.local.to(`room:${details.meeting}`).emit('outcomes', details.meeting);
      if (changesAccess.test(name)) {
        for (const open of topics('live:minutes:'))
          await live.recheck('minutes', open.slice('live:minutes:'.length));
        for (const topic of topics('room:')) await askAgain(topic);
      }
      if (name === 'minutes.redacted') {
        await live.renew('minutes', record.id);
        io.local.to(`meeting:${details.meeting}`).emit('redacted', details.meeting);
      }
      const topic = `room:${record.id}`;
      if (record.type !== 'meeting' || !io.sockets.adapter.rooms.has(topic)) return;
      const news = await newsOf(record.id);
      if (news) io.local.to(topic).emit('room', news);
    },
    stop: () => clearTimeout(timer),
  };
}
