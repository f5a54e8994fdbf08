import type { Socket } from 'socket.io-client';
import * as Y from 'yjs';
import { CursorReport } from './cursorReport.ts';
import { type Ending, type SaveState, Teller } from './events.ts';
import { fromBase64, unframe } from './frames.ts';
import { type Moment, momentOf, writtenSince } from './heldText.ts';
import { Keep, type Kept, lowest, type Shelf, type Upon } from './keep.ts';
import { looseWords } from './looseWords.ts';
import { linesOf, meanwhile, type Passage } from './meanwhile.ts';
import { Outbox } from './outbox.ts';
import { Patience } from './patience.ts';
import {
  type AccessNews,
  type Committed,
  type Cursor,
  hear,
  isPassing,
  type JoinReply,
  type Presence,
  type PresenceNews,
  protocolVersion,
  type Reason,
  type Refused,
  type RemarksNews,
  type Removed,
  type Rights,
  say,
} from './protocol.ts';
import { unsentText } from './unsentText.ts';

const answerMilliseconds = 10_000;

export interface ProviderOptions {
  socket: Socket;
  document: string;
  doc: Y.Doc;
  /** Keeps what this page holds on this device. */
  shelf?: Shelf | null;
  /** What is there already, to go on with. */
  kept?: Kept | null;
  /** The name of somebody who is mentioned, for giving back words that were not stored. */
  nameOf?: (person: string) => string;
  /** With nobody signed in it goes on without sending. Else that is the end. */
  staysSignedOut?: boolean;
}

/**
 * Ties a Yjs document to the server: what is written here goes there, under an id, until it is acknowledged as
 * durable; what others wrote comes here. Survives lost connections and server restarts.
 */
export class LiveProvider extends Teller {
  readonly doc: Y.Doc;
  readonly document: string;
  readonly #socket: Socket;
  readonly #outbox = new Outbox(() => crypto.randomUUID());
  readonly #clientIds: number[];
  readonly #presence = new Map<string, Presence>();
  readonly #patience = new Patience();
  readonly #stops: (() => void)[] = [];
  #early: Committed[] = [];
  #sequence = 0;
  #restoration = '';
  /** What that of a page that is gone was written on top of, until the server let it in. */
  #taken: Upon | null = null;
  #isJoined = false;
  #isJoining = false;
  #isEnded = false;
  #isUnreadable = false;
  #heldFrom: Moment | null = null;
  #disorder = 0;
  /** The server asked for a pause: what is typed meanwhile waits too. */
  #isPausing = false;
  #self = '';
  #status: SaveState = { state: 'offline', unsaved: 0 };
  readonly #cursor = new CursorReport((cursor) => {
    if (this.#isJoined) this.#socket.emit(say.cursor, { document: this.document, cursor });
  });
  #posted = { id: '', on: '' };
  readonly #keep: Keep | null;
  /** The text as it was when this page was last in step with the server; null while it is. */
  #away: Uint8Array | null = null;
  #rights: Rights = { write: false, comment: false, suggest: false };
  /** The document was there once, from the server or from this device. */
  #isKnown = false;
  readonly #staysSignedOut: boolean;

  readonly #nameOf: ((person: string) => string) | undefined;

  constructor(options: ProviderOptions) {
    super();
    this.#nameOf = options.nameOf;
    this.doc = options.doc;
    this.document = options.document;
    this.#socket = options.socket;
    this.#clientIds = [this.doc.clientID];
    this.#staysSignedOut = options.staysSignedOut ?? false;
    if (options.kept) this.#begin(options.kept);
    this.#keep = options.shelf ? this.#keepOn(options.shelf, options.kept?.base ?? null) : null;
    this.#listen();
    this.#status = { state: this.#stateWith(this.#outbox.unsaved), unsaved: this.#outbox.unsaved };
    if (this.#socket.connected) this.#join();
  }

  get status(): SaveState {
    return this.#status;
  }

  /** Goes on with what another page, that is gone, left on this device. */
  #begin({ isText, sequence, restoration, mayWrite, base, state, unsent }: Kept): void {
    this.#sequence = sequence;
    this.#restoration = restoration;
    this.#away = isText ? base : null;
    this.#rights = { write: mayWrite, comment: false, suggest: false };
    this.#isKnown = isText;
    const own = isText ? [{ sequence, restoration }] : [];
    this.#taken = lowest([...own, ...unsent.map((one) => one.upon)]);
    this.doc.transact(() => {
      Y.applyUpdate(this.doc, state, this);
      for (const one of unsent) {
        this.#outbox.adopt(one);
        for (const update of this.#outbox.updates) Y.applyUpdate(this.doc, update, this);
      }
    }, this);
    // The server must know whose they are: what that page wrote comes under its own ids.
    const written = this.#outbox.updates.flatMap((update) => Y.decodeUpdate(update).structs);
    this.#clientIds.push(...new Set(written.map((struct) => struct.id.client)));
  }

  #keepOn(shelf: Shelf, base: Uint8Array | null): Keep {
    const keep: Keep = new Keep({
      ...{ doc: this.doc, outbox: this.#outbox, shelf, base },
      place: () =>
        this.#isEnded || !this.#isKnown
          ? null
          : { sequence: this.#sequence, restoration: this.#restoration, mayWrite: this.#rights.write },
      upon: () => this.#upon ?? { sequence: 0, restoration: '' },
      stored: () => this.#refreshStatus(),
    });
    // What was taken over stands under this page's name from now on.
    if (this.#outbox.unsaved > 0) keep.changed();
    return keep;
  }

  /** What content of this page's own was written on top of; null when it has none. */
  get #upon(): Upon | null {
    if (this.#taken) return this.#taken;
    return this.#isKnown ? { sequence: this.#sequence, restoration: this.#restoration } : null;
  }

  /** Everything that was not sent is on the disk of this device. */
  get isKept(): boolean {
    return this.#keep?.isComplete ?? false;
  }

  /** Writes everything down now: the page is about to go. */
  async keepNow(): Promise<void> {
    await Promise.all([this.#keep?.settled(), this.#keep?.keepText()]);
  }

  #hear<T extends { document: string }>(name: string, listener: (news: T) => void): void {
    const mine = (news: T): void => {
      if (!this.#isEnded && (news.document === this.document || news.document === '')) listener(news);
    };
    this.#socket.on(name, mine);
    this.#stops.push(() => this.#socket.off(name, mine));
  }

  #listen(): void {
    const connected = (): void => this.#join();
    const disconnected = (): void => {
      if (this.#isJoined) this.#leftBehind();
      this.#isJoined = false;
      this.#isJoining = false;
      this.#presence.clear();
      this.#tellPresence();
      this.#refreshStatus();
    };
    const written = (update: Uint8Array, origin: unknown): void => {
      this.#keep?.textChanged();
      if (origin !== this) this.#written(update);
    };
    // The session ended while there was no connection over which the server could say so.
    const notLetIn = (error: Error): void => {
      if (error.message !== 'signed_out') return;
      if (this.#staysSignedOut) this.tell('waiting', undefined);
      else this.#end('signed_out');
    };
    this.#socket.on('connect', connected);
    this.#socket.on('connect_error', notLetIn);
    this.#socket.on('disconnect', disconnected);
    this.doc.on('update', written);
    this.#stops.push(
      () => this.#socket.off('connect', connected),
      () => this.#socket.off('connect_error', notLetIn),
      () => this.#socket.off('disconnect', disconnected),
      () => this.doc.off('update', written),
    );
    this.#hear<Committed>(hear.committed, (news) => this.#committed(news));
    this.#hear<Refused>(hear.refused, (news) => this.#refused(news));
    this.#hear<PresenceNews>(hear.presence, (news) => this.#present(news));
    this.#hear<AccessNews>(hear.access, (news) => this.#accessChanged(news));
    this.#hear<RemarksNews>(hear.remarks, () => this.tell('remarks', undefined));
    this.#hear<Removed>(hear.removed, ({ reason }) => this.#end(reason));
  }

  /** The connection broke: from here on others write without this page seeing it. */
  #leftBehind(): void {
    const isInStep = this.#outbox.unsaved === 0 && !this.#outbox.isHeld;
    const base = isInStep ? null : this.#keep?.base;
    this.#away ??= base ?? Y.encodeStateAsUpdate(this.doc);
    void this.#keep?.keepText();
  }

  #join(): void {
    if (this.#isEnded || this.#isJoining || !this.#socket.connected) return;
    this.#isJoining = true;
    this.#isJoined = false;
    this.#early = [];
    if (!this.#clientIds.includes(this.doc.clientID)) this.#clientIds.push(this.doc.clientID);
    const upon = this.#upon;
    const request = {
      version: protocolVersion,
      document: this.document,
      clientIds: [...new Set([this.doc.clientID, ...this.#clientIds.slice(-15)])],
      since: this.#sequence,
      ...(upon ? { upon: upon.sequence } : {}),
      restoration: upon?.restoration ?? '',
    };
    this.#socket.timeout(answerMilliseconds).emit(say.join, request, (error: unknown, reply: JoinReply) => {
      if (this.#isEnded || !this.#isJoining) return;
      this.#isJoining = false;
      if (error) this.#patience.later(() => this.#join());
      else if (reply.ok) this.#joined(reply);
      else this.#notJoined(reply.reason);
    });
    this.#refreshStatus();
  }

  #joined(reply: JoinReply & { ok: true }): void {
    const passages = this.#passages(reply.state);
    this.#apply(reply.state);
    this.#sequence = reply.sequence;
    this.#restoration = reply.restoration;
    this.#taken = null;
    this.#isJoined = true;
    this.#isPausing = false;
    this.#isUnreadable = false;
    this.#patience.reset();
    this.#self = reply.self;
    this.#presence.clear();
    for (const presence of reply.presence) this.#presence.set(presence.id, presence);
    const early = this.#early;
    this.#early = [];
    for (const news of early) this.#committed(news);
    const { write, comment, suggest } = reply;
    this.#rights = { write, comment, suggest };
    this.#isKnown = true;
    if (this.#outbox.unsaved > 0) this.#keep?.textChanged();
    else void this.#keep?.keepText(); // at once: what comes back later is compared with it
    this.tell('synced', this.#rights);
    if (passages.length > 0) this.tell('returned', { passages });
    if (!reply.write && this.#outbox.unsaved > 0) {
      this.#end('not_allowed');
      return;
    }
    this.#tellPresence();
    this.#cursor.repeat();
    this.#send();
  }

  /** Where this page and others both wrote since it was last in step. */
  #passages(arrived: Uint8Array): Passage[] {
    const base = this.#away;
    this.#away = null;
    if (!base || this.#outbox.unsaved === 0) return [];
    return meanwhile({ base, mine: linesOf(this.doc), arrived, unsent: this.#outbox.updates });
  }

  #notJoined(reason: Reason): void {
    const isUnreadable = reason === 'unreadable' || reason === 'key_unavailable';
    this.#isUnreadable = isUnreadable;
    const mayPass = isPassing(reason) || isUnreadable || reason === 'signed_out';
    if (mayPass) this.#patience.later(() => this.#join());
    else this.#end(reason);
    this.#refreshStatus();
  }

  #apply(frames: Uint8Array): void {
    const updates = unframe(new Uint8Array(frames));
    this.doc.transact(() => {
      for (const update of updates) Y.applyUpdate(this.doc, update, this);
    }, this);
  }

  #written(update: Uint8Array): void {
    if (this.#isEnded) return;
    this.#outbox.add(update);
    this.#keep?.changed();
    // Yjs takes another client id when it sees its own used elsewhere; the server must know it first.
    if (!this.#clientIds.includes(this.doc.clientID) && this.#isJoined) this.#join();
    this.#send();
  }

  #send(): void {
    if (this.#isJoined && this.#socket.connected && !this.#isPausing) {
      const parcel = this.#outbox.next();
      if (parcel) this.#post(parcel.id, parcel.update);
    }
    this.#refreshStatus();
  }

  /** Once a connection: a second time on the same one only after the server said no. */
  #post(id: string, update: Uint8Array): void {
    const on = this.#socket.id ?? '';
    if (this.#posted.id === id && this.#posted.on === on) return;
    this.#posted = { id, on };
    const send = (): void => {
      this.#socket.emit(say.update, { document: this.document, id, update });
    };
    if (!this.#keep) {
      send();
      return;
    }
    // Under this id it may become durable: a page that goes on after this one must know it by the same.
    this.#keep.changed();
    void this.#keep.settled().then(() => {
      const isStillOn = this.#isJoined && this.#posted.id === id && this.#socket.id === on;
      if (isStillOn && this.#outbox.isUnderWay(id)) send();
    });
  }

  #committed(news: Committed): void {
    const isMine = this.#outbox.acknowledge(news.ids);
    if (isMine) {
      this.#keep?.changed();
      this.#keep?.textChanged();
      this.#disorder = 0;
      this.#patience.reset();
    }
    const updates = fromBase64(news.updates);
    if (updates.byteLength > 0) {
      if (!this.#isJoined) this.#early.push(news);
      else if (news.sequence === this.#sequence + 1) {
        this.#sequence = news.sequence;
        if (!isMine || news.ids.length > 1) this.#apply(updates);
      } else if (news.sequence > this.#sequence) this.#join();
    }
    this.#send();
  }

  #refused({ id, reason }: Refused): void {
    if (!this.#outbox.isUnderWay(id)) return;
    this.#posted = { id: '', on: '' };
    if (isPassing(reason)) this.#sendLater();
    else if (reason === 'not_joined') this.#join();
    else if (reason === 'out_of_order' && this.#disorder++ < 2) this.#join();
    else this.#end(reason);
  }

  #sendLater(): void {
    this.#isPausing = true;
    this.#patience.later(() => {
      this.#isPausing = false;
      this.#send();
    });
  }

  #present({ here, gone }: PresenceNews): void {
    for (const id of gone) this.#presence.delete(id);
    for (const presence of here) this.#presence.set(presence.id, presence);
    this.#tellPresence();
  }

  #tellPresence(): void {
    this.tell('presence', { self: this.#self, here: [...this.#presence.values()] });
  }

  #accessChanged({ write, comment, suggest }: AccessNews): void {
    if (!write && this.#outbox.unsaved > 0) this.#end('not_allowed');
    else {
      this.#rights = { write, comment, suggest };
      this.#keep?.textChanged();
      this.tell('access', this.#rights);
    }
  }

  /** Says where this person's cursor is; a few times a second at most. */
  setCursor(cursor: Cursor | null): void {
    this.#cursor.move(cursor);
  }

  /** What is written from now on is not sent until `release`. Call before the document changes. */
  hold(): void {
    if (this.#outbox.isHeld) return;
    this.#heldFrom = momentOf(this.doc);
    this.#outbox.hold();
  }

  /**
   * Sends what was held. With `clean`, text that was written and deleted again meanwhile is not in what is sent:
   * the caller sees to it that nothing (an undo history) still keeps it.
   */
  release(clean: boolean): void {
    if (!this.#outbox.isHeld) return;
    const isClean = clean && this.#heldFrom?.client === this.doc.clientID;
    this.#outbox.release(isClean ? writtenSince(this.doc, this.#heldFrom as Moment) : undefined);
    this.#keep?.changed();
    this.#keep?.textChanged();
    this.#send();
  }

  #refreshStatus(): void {
    const unsaved = this.#outbox.unsaved;
    const state = this.#stateWith(unsaved);
    if (state === this.#status.state && unsaved === this.#status.unsaved) return;
    this.#status = { state, unsaved };
    this.tell('status', this.#status);
  }

  #stateWith(unsaved: number): SaveState['state'] {
    if (this.#isEnded) return 'not_allowed';
    if (this.#isUnreadable) return 'unreadable';
    if (!this.#socket.connected || (!this.#isJoined && !this.#isJoining))
      return this.#keep?.isComplete ? 'kept' : 'offline';
    return unsaved > 0 || !this.#isJoined ? 'saving' : 'saved';
  }

  #end(reason: Ending['reason']): void {
    if (this.#isEnded) return;
    const { updates } = this.#outbox;
    // Without the text they were written in they stand nowhere, and are read by themselves.
    const text = this.#isKnown ? unsentText(this.doc, updates, this.#nameOf) : looseWords(updates);
    this.#isEnded = true;
    this.#stop();
    this.#refreshStatus();
    this.tell('ended', { reason, text });
  }

  #stop(): void {
    this.#patience.stop();
    this.#cursor.stop();
    this.#keep?.stop();
    for (const stop of this.#stops) stop();
  }

  /** Leaves the document. What is not acknowledged is not sent any more. */
  destroy(): void {
    if (!this.#isEnded && this.#socket.connected) this.#socket.emit(say.leave, { document: this.document });
    this.#isEnded = true;
    this.#stop();
  }
}
