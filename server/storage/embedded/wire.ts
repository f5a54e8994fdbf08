import { decodeCommand } from './bson/decode.ts';
import { encode } from './bson/encode.ts';
import type { Doc } from './bson/values.ts';
import { MAX_MESSAGE } from './commands/handshake.ts';
import type { Reply } from './commands/request.ts';
import { StoreError } from './errors.ts';

const HEADER = 16;
const OP_REPLY = 1;
const OP_QUERY = 2004;
const OP_MSG = 2013;
const CHECKSUM_PRESENT = 1;
const MORE_TO_COME = 2;

export interface Message {
  requestId: number;
  /** OP_QUERY only still serves the first greeting of a connection. */
  legacy: boolean;
  /** The client does not want a reply. */
  silent: boolean;
  command: Doc;
  documents: Buffer[];
}

/** Which argument of a command holds documents that need not be decoded to be passed on. */
const RAW_FIELD = 'documents';

/** Cuts the stream of a connection into whole messages. */
export class MessageReader {
  #chunks: Buffer[] = [];
  #length = 0;

  /** @throws StoreError for a length that no message can have: the stream is of no further use */
  push(chunk: Buffer): Buffer[] {
    this.#chunks.push(chunk);
    this.#length += chunk.length;
    const messages: Buffer[] = [];
    for (let size = this.#nextSize(); size !== undefined && this.#length >= size; size = this.#nextSize()) {
      const all = this.#chunks.length === 1 ? this.#chunks[0]! : Buffer.concat(this.#chunks);
      messages.push(all.subarray(0, size));
      this.#chunks = size < all.length ? [all.subarray(size)] : [];
      this.#length -= size;
    }
    return messages;
  }

  /** Whether a part of a message is there. */
  get hasBegun(): boolean {
    return this.#length > 0;
  }

  /** Size of the message that has begun, once it is known. */
  get coming(): number | undefined {
    return this.#nextSize();
  }

  #nextSize(): number | undefined {
    if (this.#length < 4) return undefined;
    if (this.#chunks[0]!.length < 4) this.#chunks = [Buffer.concat(this.#chunks)];
    const size = this.#chunks[0]!.readInt32LE(0);
    if (size < HEADER || size > MAX_MESSAGE)
      throw new StoreError('BadValue', `A message cannot have ${size} bytes`);
    return size;
  }
}

/** @throws StoreError for a malformed message or an unknown operation */
export function readMessage(bytes: Buffer): Message {
  const requestId = bytes.readInt32LE(4);
  const operation = bytes.readInt32LE(12);
  if (operation === OP_MSG) return readMsg(bytes, requestId);
  if (operation !== OP_QUERY)
    throw new StoreError('CommandNotSupported', `Unsupported wire operation ${operation}`);
  // flags, the collection's name, skip and limit, then the query
  const nameEnd = bytes.indexOf(0, HEADER + 4);
  const { command } = decodeCommand(bytes, nameEnd + 9, '');
  return { requestId, legacy: true, silent: false, command, documents: [] };
}

function readMsg(bytes: Buffer, requestId: number): Message {
  const flags = bytes.readInt32LE(HEADER);
  const end = bytes.length - (flags & CHECKSUM_PRESENT ? 4 : 0);
  let command: Doc | undefined;
  const documents: Buffer[] = [];
  let at = HEADER + 4;
  while (at < end) {
    const kind = bytes[at];
    const size = bytes.readInt32LE(at + 1);
    if (size < 5 || at + 1 + size > end)
      throw new StoreError('FailedToParse', 'A section goes beyond its message');
    if (kind === 0) {
      const body = decodeCommand(bytes, at + 1, RAW_FIELD);
      command = body.command;
      documents.push(...body.raw);
    } else if (kind === 1) readSequence(bytes, at + 1, at + 1 + size, documents);
    else throw new StoreError('FailedToParse', `Unknown section kind ${kind}`);
    at += 1 + size;
  }
  if (!command) throw new StoreError('FailedToParse', 'A message needs a body');
  return { requestId, legacy: false, silent: (flags & MORE_TO_COME) !== 0, command, documents };
}

/** A sequence of documents beside the body: its size, its name, then the documents. */
function readSequence(bytes: Buffer, start: number, end: number, documents: Buffer[]): void {
  let at = bytes.indexOf(0, start + 4) + 1;
  while (at < end) {
    const size = bytes.readInt32LE(at);
    if (size < 5 || at + size > end)
      throw new StoreError('FailedToParse', 'A document goes beyond its section');
    documents.push(bytes.subarray(at, at + size));
    at += size;
  }
}

let lastId = 0;

/** The bytes of a reply, in the form the client asked in. */
export function writeReply(reply: Reply, to: { requestId: number; legacy: boolean }): Buffer {
  const before = to.legacy ? HEADER + 20 : HEADER + 5;
  const bytes = encode(reply, before);
  lastId = (lastId + 1) & 0x7fffffff;
  bytes.writeInt32LE(bytes.length, 0);
  bytes.writeInt32LE(lastId, 4);
  bytes.writeInt32LE(to.requestId, 8);
  bytes.writeInt32LE(to.legacy ? OP_REPLY : OP_MSG, 12);
  bytes.fill(0, HEADER, before);
  // OP_REPLY: flags, cursor id and position are zero; it holds one document.
  if (to.legacy) bytes.writeInt32LE(1, HEADER + 16);
  return bytes;
}
