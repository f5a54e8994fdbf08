import { createHash, type Hash } from 'node:crypto';
import { largestDocument } from './format.ts';

/** The bytes are not those of a whole backup; the message says what is wrong with it. */
export class Broken extends Error {}

/** Bytes of a stream, taken as many at a time as somebody needs. */
export class Bytes {
  readonly #chunks: AsyncIterator<Buffer>;
  readonly #hash: Hash = createHash('sha256');
  #held: Buffer = Buffer.alloc(0);

  constructor(stream: AsyncIterable<Buffer>) {
    this.#chunks = stream[Symbol.asyncIterator]();
  }

  broken(why: string): never {
    throw new Broken(why);
  }

  async #more(): Promise<boolean> {
    const { value, done } = await this.#chunks.next();
    if (!done) this.#held = this.#held.length === 0 ? value : Buffer.concat([this.#held, value]);
    return !done;
  }

  async take(length: number): Promise<Buffer> {
    if (this.#held.length < length) await this.#gather(length);
    const taken = this.#held.subarray(0, length);
    this.#held = this.#held.subarray(length);
    this.#hash.update(taken);
    return taken;
  }

  /** One copy for a large document, however many pieces it comes in. */
  async #gather(length: number): Promise<void> {
    const pieces = [this.#held];
    let size = this.#held.length;
    while (size < length) {
      const { value, done } = await this.#chunks.next();
      if (done) this.broken('it is cut short');
      pieces.push(value);
      size += value.length;
    }
    this.#held = Buffer.concat(pieces);
  }

  /** Undefined where four zero bytes say that there is no more. */
  async document(): Promise<Buffer | undefined> {
    if (this.#held.length < 4) await this.#gather(4);
    const length = this.#held.readInt32LE(0);
    if (length === 0) {
      await this.take(4);
      return undefined;
    }
    if (length < 5 || length > largestDocument) this.broken('a document has an impossible length');
    return this.take(length);
  }

  /** A first line of at most so many bytes, without its end; what it was not may be longer. */
  async line(most: number): Promise<string> {
    while (this.#held.length < most && !this.#held.includes(10)) if (!(await this.#more())) break;
    const end = this.#held.subarray(0, most).indexOf(10);
    return end < 0 ? '' : (await this.take(end + 1)).toString('latin1', 0, end);
  }

  /** Of everything taken so far. */
  digest(): Buffer {
    return this.#hash.copy().digest();
  }

  async end(): Promise<void> {
    if (this.#held.length > 0 || (await this.#more())) this.broken('something follows it');
  }
}
