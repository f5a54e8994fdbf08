import { randomUUID } from 'node:crypto';
import * as Y from 'yjs';
import { unframe } from '../../public/scripts/live/frames.ts';
import { hear, protocolVersion, say } from '../../public/scripts/live/protocol.ts';
import { Wire } from './wire.ts';

/** Where to connect and as whom; plain, so that it passes between processes. */
export interface Way {
  protocol: 'schakel' | 'relay' | 'hocuspocus' | 'yWebsocket';
  port: number;
}

export interface Seat {
  document: string;
  cookie: string;
  clientId: number;
}

/** A page without a page: sends edits, tells of what comes. */
export interface Client {
  /** Bytes that hold edits of others (and perhaps one's own), for every message that brings some. */
  onNews: (bytes: Buffer) => void;
  /** The edit that was sent at this moment is known to be durable. */
  onSaved: (sentAt: number) => void;
  /** Yjs updates in the news, in order. */
  updatesIn(bytes: Buffer): Uint8Array[];
  /** What the document held when this client came in; empty where that was not asked. */
  readonly state: Uint8Array[];
  send(update: Uint8Array): void;
  close(): void;
}

/** Connects and joins. */
export function open(way: Way, seat: Seat): Promise<Client> {
  if (way.protocol === 'schakel') return PlanClient.open(way.port, seat);
  if (way.protocol === 'relay') return RelayClient.open(way.port, seat);
  return SyncClient.open(way, seat);
}

abstract class Base implements Client {
  onNews: (bytes: Buffer) => void = () => {};
  onSaved: (sentAt: number) => void = () => {};
  state: Uint8Array[] = [];
  protected readonly wire: Wire;
  constructor(wire: Wire) {
    this.wire = wire;
  }
  abstract send(update: Uint8Array): void;
  updatesIn(bytes: Buffer): Uint8Array[] {
    return [bytes];
  }
  close(): void {
    this.wire.close();
  }
}

const socketPath = '/socket.io/?EIO=4&transport=websocket';
const codes = { open: '0', ping: '2', connected: '40', event: '42', refusal: '44', binaryEvent: '451-' };
const binaryAnswer = /^46\d+-(\d+)/;
const plainAnswer = /^43(\d+)/;

/**
 * Reads Socket.IO as it stands on the wire. `said` is told of every event, with its bytes; answers go to whoever
 * waits for the first one.
 */
function listen(
  wire: Wire,
  told: { entered: () => void; event: (words: Buffer, bytes: Buffer) => void; fail: (error: Error) => void },
): { answer: Promise<{ words: string; bytes: Buffer }> } {
  let settle: (answer: { words: string; bytes: Buffer }) => void = () => {};
  const answer = new Promise<{ words: string; bytes: Buffer }>((resolve) => {
    settle = resolve;
  });
  let head: Buffer | null = null;
  wire.onMessage = (payload, isText) => {
    if (!isText) {
      const words = head;
      head = null;
      if (words?.toString('latin1', 0, 2) === '46') settle({ words: words.toString(), bytes: payload });
      else if (words) told.event(words, payload);
      return;
    }
    const start = payload.toString('latin1', 0, 24);
    if (start === codes.ping) wire.say('3');
    else if (start.startsWith(codes.open)) wire.say(codes.connected);
    else if (start.startsWith(codes.connected)) told.entered();
    else if (start.startsWith(codes.binaryEvent) || binaryAnswer.test(start)) head = Buffer.from(payload);
    else if (plainAnswer.test(start)) settle({ words: payload.toString(), bytes: Buffer.alloc(0) });
    else if (start.startsWith(codes.refusal)) told.fail(new Error(payload.toString()));
    else if (start.startsWith(codes.event)) told.event(payload, Buffer.alloc(0));
  };
  return { answer };
}

/** Speaks to the bare relay. */
class RelayClient extends Base {
  static async open(port: number, { document }: Seat): Promise<Client> {
    const wire = await Wire.open(port, socketPath);
    const client = new RelayClient(wire);
    await new Promise<void>((resolve, reject) => {
      const { answer } = listen(wire, {
        entered: () => wire.say(`${codes.event}0${JSON.stringify(['join', document])}`),
        event: (_words, bytes) => client.onNews(bytes),
        fail: reject,
      });
      answer.then(() => resolve(), reject);
    });
    return client;
  }

  send(update: Uint8Array): void {
    this.wire.say(`${codes.binaryEvent}["update",{"_placeholder":true,"num":0}]`);
    this.wire.send(update);
  }
}

const updatesKey = '"updates":"';

/**
 * Speaks to Schakel as its page does: one update under way at a time, what is typed meanwhile goes together in the
 * next (public/scripts/live/outbox.ts).
 */
class PlanClient extends Base {
  readonly #document: string;
  #waiting: { update: Uint8Array; at: number }[] = [];
  #underWay: { id: string; sentAt: number[] } | null = null;

  constructor(wire: Wire, document: string) {
    super(wire);
    this.#document = document;
  }

  static async open(port: number, seat: Seat): Promise<Client> {
    const wire = await Wire.open(port, socketPath, [`Cookie: ${seat.cookie}`]);
    const client = new PlanClient(wire, seat.document);
    const { document, clientId } = seat;
    const request = { version: protocolVersion, document, clientIds: [clientId], since: 0 };
    const reply = await new Promise<{ words: string; bytes: Buffer }>((resolve, reject) => {
      const { answer } = listen(wire, {
        entered: () => wire.say(`${codes.event}0${JSON.stringify([say.join, request])}`),
        event: (words) => client.#hear(words),
        fail: reject,
      });
      answer.then(resolve, reject);
    });
    if (!reply.words.includes('"ok":true')) throw new Error(`not let in: ${reply.words}`);
    client.state = unframe(reply.bytes);
    return client;
  }

  #hear(words: Buffer): void {
    if (words.includes(`"${hear.committed}"`)) {
      const at = words.indexOf(updatesKey) + updatesKey.length;
      const updates = Buffer.from(words.toString('latin1', at, words.indexOf(0x22, at)), 'base64');
      if (updates.length > 0) this.onNews(updates);
      const saved = this.#underWay;
      if (!saved || !words.includes(saved.id)) return;
      this.#underWay = null;
      for (const at of saved.sentAt) this.onSaved(at);
      this.#post();
    } else if (words.includes(`"${hear.refused}"`) || words.includes(`"${hear.removed}"`)) {
      throw new Error(`refused: ${words.toString()}`);
    }
  }

  override updatesIn(bytes: Buffer): Uint8Array[] {
    return unframe(bytes);
  }

  send(update: Uint8Array): void {
    this.#waiting.push({ update, at: performance.now() });
    if (!this.#underWay) this.#post();
  }

  #post(): void {
    const parcel = this.#waiting;
    if (parcel.length === 0) return;
    this.#waiting = [];
    const id = randomUUID();
    this.#underWay = { id, sentAt: parcel.map(({ at }) => at) };
    const message = { document: this.#document, id, update: { _placeholder: true, num: 0 } };
    this.wire.say(`${codes.binaryEvent}${JSON.stringify([say.update, message])}`);
    const updates = parcel.map((one) => one.update);
    this.wire.send(updates.length === 1 ? updates[0]! : Y.mergeUpdates(updates));
  }
}

const sync = { message: 0, auth: 2, answer: 4, status: 8, step1: 0, update: 2 };

/** Numbers of the y-protocols: seven bits a byte, the least first. */
function number(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...number(value >>> 7)];
}
const sized = (bytes: Uint8Array): Buffer => Buffer.concat([Buffer.from(number(bytes.length)), bytes]);

/** Speaks to y-websocket and, with the document's name before every message, to Hocuspocus. */
class SyncClient extends Base {
  #prefix: Buffer = Buffer.alloc(0);

  static async open({ protocol, port }: Way, { document }: Seat): Promise<Client> {
    const isHocuspocus = protocol === 'hocuspocus';
    const wire = await Wire.open(port, isHocuspocus ? '/' : `/${document}`);
    const client = new SyncClient(wire);
    if (isHocuspocus) client.#prefix = sized(Buffer.from(document));
    const at = client.#prefix.length;
    wire.onMessage = (payload) => {
      if (payload[at] === sync.message && payload[at + 1] === sync.update) client.onNews(payload);
    };
    if (isHocuspocus) client.#say([sync.auth, 0], Buffer.from('bench'));
    client.#say([sync.message, sync.step1], Y.encodeStateVector(new Y.Doc()));
    return client;
  }

  #say(kind: number[], bytes: Uint8Array): void {
    this.wire.send(Buffer.concat([this.#prefix, Buffer.from(kind), sized(bytes)]));
  }

  override updatesIn(bytes: Buffer): Uint8Array[] {
    let at = this.#prefix.length + 2;
    while (bytes[at]! & 128) at += 1;
    return [bytes.subarray(at + 1)];
  }

  send(update: Uint8Array): void {
    this.#say([sync.message, sync.update], update);
  }
}
