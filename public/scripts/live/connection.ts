import type { Socket } from 'socket.io-client';
import type * as Y from 'yjs';
import type { Ground } from './ground.ts';
import type { Patience } from './patience.ts';
import { isPassing, type JoinReply, protocolVersion, type Reason, say } from './protocol.ts';

const answerMilliseconds = 10_000;

/** Under so many client ids at most a page comes in. */
const mostClientIds = 16;

interface ConnectionParts {
  socket: Socket;
  document: string;
  doc: Y.Doc;
  ground: Ground;
  patience: Patience;
  /** Asks to be let in: what comes from here on belongs to the answer. */
  asking(): void;
  /** What the server has, to be taken in before anything is sent. */
  taking(reply: JoinReply & { ok: true }): void;
  joined(reply: JoinReply & { ok: true }): void;
  /** Not let in, and asking again changes nothing. */
  refused(reason: Reason): void;
  /** `wasJoined`: until now this page saw what others wrote. */
  lost(wasJoined: boolean): void;
  /** The session ended while there was no connection over which the server could say so. */
  signedOut(): void;
  /** Whether it is in, or on its way, is something else now. */
  changed(): void;
}

/** Comes into the document, and again after every lost connection or restart of the server. */
export class Connection {
  readonly #parts: ConnectionParts;
  readonly #clientIds: number[];
  readonly #stops: (() => void)[] = [];
  #isJoined = false;
  #isJoining = false;
  #isUnreadable = false;
  #isStopped = false;

  constructor(parts: ConnectionParts) {
    this.#parts = parts;
    this.#clientIds = [parts.doc.clientID];
  }

  get isJoined(): boolean {
    return this.#isJoined;
  }

  get isJoining(): boolean {
    return this.#isJoining;
  }

  /** The server could not open the document, the last time it was asked. */
  get isUnreadable(): boolean {
    return this.#isUnreadable;
  }

  /** The server must know whose they are: what a page that is gone wrote comes under its own ids. */
  bring(clientIds: Iterable<number>): void {
    this.#clientIds.push(...clientIds);
  }

  /** Yjs takes another client id when it sees its own used elsewhere; the server must know it first. */
  introduce(): void {
    if (!this.#clientIds.includes(this.#parts.doc.clientID) && this.#isJoined) this.join();
  }

  listen(): void {
    this.#on('connect', () => this.join());
    this.#on('connect_error', (error: Error) => {
      if (error.message === 'signed_out') this.#parts.signedOut();
    });
    this.#on('disconnect', () => {
      const wasJoined = this.#isJoined;
      this.#isJoined = false;
      this.#isJoining = false;
      this.#parts.lost(wasJoined);
      this.#parts.changed();
    });
  }

  #on(name: string, listener: (error: Error) => void): void {
    const { socket } = this.#parts;
    socket.on(name, listener);
    this.#stops.push(() => socket.off(name, listener));
  }

  /** News about this document; `''` is about all of them. */
  hear<T extends { document: string }>(name: string, listener: (news: T) => void): void {
    const { socket, document } = this.#parts;
    const mine = (news: T): void => {
      if (!this.#isStopped && (news.document === document || news.document === '')) listener(news);
    };
    socket.on(name, mine);
    this.#stops.push(() => socket.off(name, mine));
  }

  join(): void {
    const { socket, document, doc, ground, patience, asking, changed } = this.#parts;
    if (this.#isStopped || this.#isJoining || !socket.connected) return;
    this.#isJoining = true;
    this.#isJoined = false;
    asking();
    if (!this.#clientIds.includes(doc.clientID)) this.#clientIds.push(doc.clientID);
    const { upon } = ground;
    const request = {
      version: protocolVersion,
      document,
      clientIds: [...new Set([doc.clientID, ...this.#clientIds.slice(1 - mostClientIds)])],
      since: ground.sequence,
      ...(upon ? { upon: upon.sequence } : {}),
      restoration: upon?.restoration ?? '',
    };
    socket.timeout(answerMilliseconds).emit(say.join, request, (error: unknown, reply: JoinReply) => {
      if (this.#isStopped || !this.#isJoining) return;
      this.#isJoining = false;
      if (error) patience.later(() => this.join());
      else this.#answered(reply);
    });
    changed();
  }

  #answered(reply: JoinReply): void {
    const { patience, taking, joined, refused, changed } = this.#parts;
    if (reply.ok) {
      taking(reply);
      this.#isJoined = true;
      this.#isUnreadable = false;
      joined(reply);
      return;
    }
    const { reason } = reply;
    this.#isUnreadable = reason === 'unreadable' || reason === 'key_unavailable';
    if (isPassing(reason) || this.#isUnreadable || reason === 'signed_out') patience.later(() => this.join());
    else refused(reason);
    changed();
  }

  stop(): void {
    this.#isStopped = true;
    for (const stop of this.#stops) stop();
  }
}
