import type { Socket } from 'node:net';
import { failure } from './commands/dispatch.ts';
import type { Reply } from './commands/request.ts';
import { StoreError } from './errors.ts';
import { type Message, MessageReader, readMessage, writeReply } from './wire.ts';

export interface ConnectionLimits {
  connections: number;
  /** Bytes of large messages that come in or are being answered, of all connections together. */
  incoming: number;
  /** Messages up to this size do not count as large. */
  small: number;
  /** Bytes of replies that their clients have not taken yet, of all connections together. */
  outgoing: number;
  /** How long a client may leave a message unfinished, or a reply untaken, in milliseconds. */
  patience: number;
}

const LIMITS: ConnectionLimits = {
  connections: 2_000,
  incoming: 256 * 1024 * 1024,
  small: 64 * 1024,
  outgoing: 256 * 1024 * 1024,
  patience: 60_000,
};

type Answer = (message: Message, connectionId: number) => Promise<Reply>;

/**
 * The clients' connections. Each is answered one message after the other; what one does not read, finish or wait for
 * takes a bounded amount of memory, and makes the others wait only for large messages.
 */
export class Connections {
  readonly #answer: Answer;
  readonly #limits: ConnectionLimits;
  readonly #open = new Set<Connection>();
  #lastId = 0;
  #incoming = 0;
  #waiting: { bytes: number; go(): void }[] = [];
  #running = 0;
  #idle: (() => void) | undefined;

  constructor(answer: Answer, limits: Partial<ConnectionLimits> = {}) {
    this.#answer = answer;
    this.#limits = { ...LIMITS, ...limits };
  }

  accept(socket: Socket): void {
    const connection = new Connection(socket, this, ++this.#lastId, this.#limits);
    this.#open.add(connection);
    socket.on('close', () => {
      this.#open.delete(connection);
      connection.gone();
    });
    if (this.#open.size > this.#limits.connections)
      connection.refuse(
        new StoreError(
          'InternalError',
          `At most ${this.#limits.connections} connections can be open at once`,
        ),
      );
  }

  async run(message: Message, connectionId: number): Promise<Reply> {
    this.#running += 1;
    try {
      return await this.#answer(message, connectionId);
    } finally {
      this.#running -= 1;
      if (this.#running === 0) this.#idle?.();
    }
  }

  /** Room for a large message; calls `go`, now or later, when it has it. */
  take(bytes: number, go: () => void): void {
    this.#waiting.push({ bytes, go });
    this.#admit();
  }

  give(bytes: number): void {
    this.#incoming -= bytes;
    this.#admit();
  }

  #admit(): void {
    for (let [next] = this.#waiting; next; [next] = this.#waiting) {
      if (this.#incoming > 0 && this.#incoming + next.bytes > this.#limits.incoming) return;
      this.#waiting.shift();
      this.#incoming += next.bytes;
      next.go();
    }
  }

  /** While replies lie about that are too much together, the one that has been left longest goes with its client. */
  relieve(): void {
    const left = [...this.#open].filter((one) => one.untaken > 0);
    let total = left.reduce((sum, one) => sum + one.untaken, 0);
    for (const one of left.sort((a, b) => a.untakenSince - b.untakenSince)) {
      if (total <= this.#limits.outgoing) return;
      total -= one.untaken;
      one.destroy();
    }
  }

  /** Parts from clients that have not gone on for too long. */
  expire(now: number): void {
    for (const connection of this.#open) connection.expire(now);
  }

  /** Ends all connections; resolves when no command is running any more. */
  async close(): Promise<void> {
    for (const connection of this.#open) connection.destroy();
    if (this.#running > 0) await new Promise<void>((resolve) => (this.#idle = resolve));
  }
}

class Connection {
  readonly #socket: Socket;
  readonly #all: Connections;
  readonly #id: number;
  readonly #limits: ConnectionLimits;
  readonly #reader = new MessageReader();
  #messages: Buffer[] = [];
  #busy = false;
  #refused = false;
  /** Room for the large message that is coming in or being answered; undefined while it is waited for. */
  #room: number | undefined = 0;
  #heard = Date.now();
  untakenSince = 0;

  constructor(socket: Socket, all: Connections, id: number, limits: ConnectionLimits) {
    this.#socket = socket;
    this.#all = all;
    this.#id = id;
    this.#limits = limits;
    socket.on('error', () => socket.destroy());
    socket.on('data', (chunk) => this.#hear(chunk));
  }

  get untaken(): number {
    return this.untakenSince > 0 ? this.#socket.writableLength : 0;
  }

  #hear(chunk: Buffer): void {
    // Read on, so that the client gets to read why nothing of it counts.
    if (this.#refused) return;
    this.#heard = Date.now();
    try {
      for (const message of this.#reader.push(chunk)) this.#messages.push(message);
    } catch (error) {
      // Whatever comes next on this connection cannot be trusted.
      this.refuse(error);
      return;
    }
    if (this.#busy) this.#socket.pause();
    else if (this.#messages.length > 0) void this.#work();
    else this.#makeRoom();
  }

  /** One message after the other: a client that sends faster than it is answered, or reads, has to wait. */
  async #work(): Promise<void> {
    this.#busy = true;
    for (let bytes = this.#messages.shift(); bytes; bytes = this.#messages.shift()) {
      try {
        const message = readMessage(bytes);
        const reply = await this.#all.run(message, this.#id);
        this.#giveRoom();
        if (this.#socket.destroyed) return;
        if (!message.silent && !this.#socket.write(writeReply(reply, message))) await this.#drained();
      } catch (error) {
        this.refuse(error);
        return;
      }
    }
    this.#busy = false;
    this.#makeRoom();
  }

  #drained(): Promise<void> {
    this.untakenSince = Date.now();
    this.#all.relieve();
    return new Promise((resolve) => {
      const done = () => {
        this.untakenSince = 0;
        this.#socket.off('drain', done).off('close', done);
        resolve();
      };
      this.#socket.on('drain', done).on('close', done);
    });
  }

  /** Reads on at once, or when there is room for the message that has begun. */
  #makeRoom(): void {
    const size = this.#reader.coming;
    if (size === undefined || size <= this.#limits.small || this.#room === size) {
      if (this.#socket.isPaused()) this.#socket.resume();
      return;
    }
    this.#socket.pause();
    if (this.#room === undefined) return;
    this.#room = undefined;
    this.#all.take(size, () => {
      this.#room = size;
      this.#heard = Date.now();
      if (this.#socket.destroyed) this.#giveRoom();
      else this.#socket.resume();
    });
  }

  #giveRoom(): void {
    if (!this.#room) return;
    const room = this.#room;
    this.#room = 0;
    this.#all.give(room);
  }

  refuse(error: unknown): void {
    this.#refused = true;
    this.#messages = [];
    this.#giveRoom();
    if (!this.#socket.destroyed)
      this.#socket.end(writeReply(failure(error), { requestId: 0, legacy: false }));
    this.#socket.resume();
  }

  expire(now: number): void {
    const { patience } = this.#limits;
    if (this.untakenSince > 0 && this.untakenSince + patience < now) this.destroy();
    if (this.#heard + patience > now) return;
    if (this.#refused) this.destroy();
    else if (!this.#busy && this.#room !== undefined && this.#reader.hasBegun)
      this.refuse(
        new StoreError('BadValue', `A message has to be complete within ${patience / 1000} seconds`),
      );
  }

  destroy(): void {
    this.#socket.destroy();
  }

  gone(): void {
    // A message that is being answered keeps its room until then.
    if (!this.#busy) this.#giveRoom();
  }
}
