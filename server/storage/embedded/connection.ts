import type { Socket } from 'node:net';
import { failure } from './commands/dispatch.ts';
import { MAX_MESSAGE } from './commands/handshake.ts';
import type { Reply } from './commands/request.ts';
import { StoreError } from './errors.ts';
import { type Message, MessageReader, readMessage, writeReply } from './wire.ts';

/** What all connections share. */
export interface Shared {
  run(message: Message, connectionId: number): Promise<Reply>;
  /** Room for a large message; calls `go`, now or later, when it has it. */
  take(bytes: number, go: () => void): void;
  give(bytes: number): void;
  /** A reply more is waiting for its client: is that too much together? */
  relieve(): void;
}

interface Refusal extends Omit<Message, 'command' | 'documents'> {
  command: undefined;
  refusal: Reply;
}

/** One client: a message is answered before the next one is looked at. */
export class Connection {
  readonly #socket: Socket;
  readonly #all: Shared;
  readonly #id: number;
  readonly #limits: { small: number; patience: number };
  readonly #reader = new MessageReader();
  #messages: Buffer[] = [];
  #busy = false;
  #refused = false;
  /** Room for the large message that is coming in or being answered; undefined while it is waited for. */
  #room: number | undefined = 0;
  #heard = Date.now();
  untakenSince = 0;

  constructor(socket: Socket, all: Shared, id: number, limits: { small: number; patience: number }) {
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
        const message = this.#understand(bytes);
        const reply = message.command ? await this.#all.run(message, this.#id) : message.refusal;
        this.#giveRoom();
        if (this.#socket.destroyed || this.#refused) return;
        if (!message.silent && !this.#socket.write(withinBounds(reply, message))) await this.#drained();
      } catch (error) {
        this.refuse(error);
        return;
      }
    }
    this.#busy = false;
    this.#makeRoom();
  }

  /** A message that is well formed and only holds what cannot be is answered so, and the connection goes on. */
  #understand(bytes: Buffer): Message | Refusal {
    try {
      return readMessage(bytes);
    } catch (error) {
      if (!(error instanceof StoreError) || error.codeName !== 'BadValue') throw error;
      const requestId = bytes.readInt32LE(4);
      return { command: undefined, refusal: failure(error), requestId, legacy: false, silent: false };
    }
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
    if (this.#refused) return;
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

/** The bytes of a reply, or of the error that it is too large for a message. */
function withinBounds(reply: Reply, to: { requestId: number; legacy: boolean }): Buffer {
  const bytes = writeReply(reply, to);
  if (bytes.length <= MAX_MESSAGE) return bytes;
  const reason = `A reply has at most ${MAX_MESSAGE} bytes, this one ${bytes.length}`;
  return writeReply(failure(new StoreError('BSONObjectTooLarge', reason)), to);
}
