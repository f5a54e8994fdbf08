import type { Socket } from 'socket.io-client';
import { type PeopleReply, type Reader, say } from './protocol.ts';

const answerMilliseconds = 10_000;
/** Somebody whose name is not known is asked about this often at most, in milliseconds. */
const askAgain = 30_000;

/** Who may read the document, by the server's word: whom a text can mention, and what they are called now. */
export class People {
  readonly #socket: Socket;
  readonly #document: string;
  readonly #listeners = new Set<() => void>();
  #known: ReadonlyMap<string, Reader> = new Map();
  #asked = Number.NEGATIVE_INFINITY;
  #asking: Promise<Reader[] | null> | null = null;

  constructor(socket: Socket, document: string) {
    this.#socket = socket;
    this.#document = document;
  }

  nameOf(person: string): string | undefined {
    return this.#known.get(person)?.name;
  }

  has(person: string): boolean {
    return this.#known.has(person);
  }

  /** Everyone, as of now; what was known before when there is no connection; null when nothing is. */
  list(): Promise<Reader[] | null> {
    this.#asked = performance.now();
    this.#asking ??= this.#ask().finally(() => {
      this.#asking = null;
    });
    return this.#asking;
  }

  async #ask(): Promise<Reader[] | null> {
    const known = this.#known.size > 0 ? [...this.#known.values()] : null;
    if (!this.#socket.connected) return known;
    try {
      const reply: PeopleReply = await this.#socket
        .timeout(answerMilliseconds)
        .emitWithAck(say.people, { document: this.#document });
      if (!reply.ok) return known;
      this.#known = new Map(reply.people.map((one) => [one.id, one]));
      for (const listener of this.#listeners) listener();
      return reply.people;
    } catch {
      return known; // no answer in time: the connection says so by itself
    }
  }

  /** Somebody stands in the text whose name is not known here. */
  miss(): void {
    if (performance.now() - this.#asked > askAgain) void this.list();
  }

  /** @returns what ends it. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
