import type { Server, Socket } from 'socket.io';
import type { Socket as PageSocket } from 'socket.io-client';
import type { LivePerson } from '../../server/live/feature.ts';
import type { Live } from '../../server/live/live.ts';

type Listener = (...rest: never[]) => void;

/** Listeners by event, as both ends of a socket have them. */
class Ears {
  readonly #listeners = new Map<string, Listener[]>();

  on(name: string, listener: Listener): void {
    this.#listeners.set(name, [...(this.#listeners.get(name) ?? []), listener]);
  }

  off(name: string, listener: Listener): void {
    this.#listeners.set(
      name,
      (this.#listeners.get(name) ?? []).filter((one) => one !== listener),
    );
  }

  hear(name: string, ...rest: unknown[]): void {
    for (const listener of this.#listeners.get(name) ?? [])
      (listener as (...rest: unknown[]) => void)(...rest);
  }
}

/** A message on its way; what it carries is copied, as by a wire. */
interface Message {
  to: 'server' | 'page';
  /** `live:update` and what the server tells; those may come twice and in another order. */
  name: string;
  arrive(): void;
}

/** One connection, from when a page opens it until it breaks. */
class Line {
  readonly waiting: Message[] = [];
  readonly server = new Ears();
  isOpen = true;
  /** The server has not noticed yet that the page is gone. */
  isHalfOpen = true;
  readonly rooms = new Set<string>();
  readonly page: SimulatedSocket;
  readonly id: string;

  constructor(page: SimulatedSocket, id: string) {
    this.page = page;
    this.id = id;
  }

  toPage(name: string, payload: unknown): void {
    const copy = structuredClone(payload);
    this.waiting.push({ to: 'page', name, arrive: () => this.isOpen && this.page.ears.hear(name, copy) });
  }

  toServer(name: string, payload: unknown, answer?: (reply: unknown) => void): void {
    const copy = structuredClone(payload);
    const reply = (said: unknown): void => {
      const told = structuredClone(said);
      const arrive = (): void => void (this.isOpen && answer?.(told));
      this.waiting.push({ to: 'page', name: 'answer', arrive });
    };
    this.waiting.push({ to: 'server', name, arrive: () => this.server.hear(name, copy, reply) });
  }
}

/** The page's end: as much of a socket as the provider uses. */
export class SimulatedSocket {
  readonly ears = new Ears();
  readonly person: LivePerson;
  readonly #network: SimulatedNetwork;
  line: Line | null = null;

  constructor(network: SimulatedNetwork, person: LivePerson) {
    this.#network = network;
    this.person = person;
  }

  get connected(): boolean {
    return this.line?.isOpen ?? false;
  }
  get id(): string | undefined {
    return this.line?.id;
  }
  on(name: string, listener: Listener): void {
    this.ears.on(name, listener);
  }
  off(name: string, listener: Listener): void {
    this.ears.off(name, listener);
  }
  emit(name: string, payload: unknown): void {
    if (this.connected) this.line!.toServer(name, payload);
  }
  timeout(milliseconds: number) {
    return {
      emit: (name: string, payload: unknown, answer: (error: unknown, reply?: unknown) => void): void => {
        let isAnswered = false;
        const once = (error: unknown, reply?: unknown): void => {
          if (isAnswered) return;
          isAnswered = true;
          clearTimeout(timer);
          answer(error, reply);
        };
        const timer = setTimeout(() => once(new Error('no answer')), milliseconds).unref();
        if (this.connected) this.line!.toServer(name, payload, (reply) => once(null, reply));
      },
    };
  }
  connect(): void {
    this.#network.connect(this);
  }

  /** For the provider, which knows the real one. */
  get asSocket(): PageSocket {
    return this as unknown as PageSocket;
  }
}

/**
 * Real pages and the real server with a network between them that loses connections, brings messages late, twice and
 * in another order, and does nothing unless it is told to.
 */
export class SimulatedNetwork {
  readonly #sockets: SimulatedSocket[] = [];
  readonly #lines = new Set<Line>();
  #live: Live | null = null;
  #ids = 0;

  /** The server's side of all connections, for createLive. */
  readonly io = {
    to: (room: string) => ({
      emit: (name: string, payload: unknown): void => {
        for (const line of this.#lines) if (line.rooms.has(room)) line.toPage(name, payload);
      },
    }),
  } as unknown as Server;

  socketOf(person: LivePerson): SimulatedSocket {
    const socket = new SimulatedSocket(this, person);
    this.#sockets.push(socket);
    return socket;
  }

  /** The server is there, or (null) gone with all its connections. */
  serve(live: Live | null): void {
    if (live === null) for (const line of [...this.#lines]) this.#cut(line, 'lost');
    this.#live = live;
  }

  connect(socket: SimulatedSocket): void {
    if (!this.#live || socket.connected) return;
    this.#ids += 1;
    const line = new Line(socket, `line-${this.#ids}`);
    socket.line = line;
    this.#lines.add(line);
    this.#live.attach(this.#serverEnd(line), socket.person);
    socket.ears.hear('connect');
  }

  #serverEnd(line: Line): Socket {
    const close = (): void => this.#cut(line, 'lost');
    return {
      id: line.id,
      rooms: line.rooms,
      get connected() {
        return line.isHalfOpen;
      },
      on: (name: string, listener: Listener) => line.server.on(name, listener),
      emit: (name: string, payload: unknown) => line.toPage(name, payload),
      join: async (room: string) => void line.rooms.add(room),
      leave: async (room: string) => void line.rooms.delete(room),
      disconnect: close,
      conn: { close },
    } as unknown as Socket;
  }

  /** `late`: what the page sent is still on its way, and the server notices afterwards. */
  #cut(line: Line, sent: 'lost' | 'late'): void {
    if (!line.isOpen) return;
    line.isOpen = false;
    const rest = sent === 'late' ? line.waiting.filter((one) => one.to === 'server') : [];
    line.waiting.splice(0, Number.POSITIVE_INFINITY, ...rest);
    if (sent === 'late')
      line.waiting.push({ to: 'server', name: 'disconnect', arrive: () => this.#noticed(line) });
    else this.#noticed(line);
    line.page.ears.hear('disconnect', 'transport close');
  }

  #noticed(line: Line): void {
    line.isHalfOpen = false;
    this.#lines.delete(line);
    line.rooms.clear();
    line.server.hear('disconnect', 'transport close');
  }

  /** A page loses its connection. */
  part(socket: SimulatedSocket, sent: 'lost' | 'late'): void {
    if (socket.line) this.#cut(socket.line, sent);
  }

  /** Delivers a message that `choose` picks among connections; false when none is on its way. */
  deliver(choose: number, trick: 'none' | 'twice' | 'overtaken' = 'none'): boolean {
    const busy = [...this.#lines].filter((line) => line.waiting.length > 0);
    const line = busy[choose % Math.max(1, busy.length)];
    if (!line) return false;
    const canTrick = (one: Message | undefined): boolean =>
      one?.name === 'live:update' || one?.name === 'live:committed';
    const at = trick === 'overtaken' && canTrick(line.waiting[0]) && canTrick(line.waiting[1]) ? 1 : 0;
    const [message] = line.waiting.splice(at, 1);
    if (trick === 'twice' && canTrick(message)) line.waiting.push(message!);
    message!.arrive();
    return true;
  }

  /** Everybody who has no connection gets one. */
  heal(): void {
    for (const socket of this.#sockets) socket.connect();
  }

  forget(socket: SimulatedSocket): void {
    this.part(socket, 'late');
    this.#sockets.splice(this.#sockets.indexOf(socket), 1);
  }
}
