import type { Socket } from 'node:net';
import type { Reply } from './commands/request.ts';
import { Connection, type Shared } from './connection.ts';
import { StoreError } from './errors.ts';
import type { Message } from './wire.ts';

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
export class Connections implements Shared {
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
