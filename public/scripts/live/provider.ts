import type { Socket } from 'socket.io-client';
import * as Y from 'yjs';
import { Absence } from './absence.ts';
import { Arrivals } from './arrivals.ts';
import { Company } from './company.ts';
import { Connection } from './connection.ts';
import { CursorReport } from './cursorReport.ts';
import { Delivery } from './delivery.ts';
import { type Ending, type SaveState, Teller } from './events.ts';
import { Ground } from './ground.ts';
import { HeldText } from './heldText.ts';
import { Keep, type Kept, type Shelf } from './keep.ts';
import { looseWords } from './looseWords.ts';
import type { Passage } from './meanwhile.ts';
import { Outbox } from './outbox.ts';
import { Patience } from './patience.ts';
import {
  type AccessNews,
  type Committed,
  type Cursor,
  hear,
  type JoinReply,
  type PresenceNews,
  type Refused,
  type RemarksNews,
  type Removed,
  type Rights,
  say,
} from './protocol.ts';
import { unsentText } from './unsentText.ts';

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
  readonly #options: ProviderOptions;
  readonly #outbox = new Outbox(() => crypto.randomUUID());
  readonly #patience = new Patience();
  readonly #ground = new Ground();
  readonly #company = new Company((news) => this.tell('presence', news));
  readonly #absence: Absence;
  readonly #held: HeldText;
  readonly #arrivals: Arrivals;
  readonly #connection: Connection;
  readonly #delivery: Delivery;
  readonly #keep: Keep | null;
  readonly #cursor: CursorReport;
  #passages: Passage[] = [];
  #rights: Rights = { write: false, comment: false, suggest: false };
  #isEnded = false;
  #stopListening: () => void = () => {};
  #status: SaveState = { state: 'offline', unsaved: 0 };

  constructor(options: ProviderOptions) {
    super();
    const { socket, document, doc, kept = null, shelf = null } = options;
    this.#options = options;
    this.doc = doc;
    this.document = document;
    this.#absence = new Absence(doc, this.#outbox, kept?.isText ? kept.base : null);
    this.#held = new HeldText(doc, this.#outbox);
    this.#connection = this.#connect();
    this.#arrivals = new Arrivals({
      ...{ doc, origin: this, ground: this.#ground },
      isJoined: () => this.#connection.isJoined,
      arriving: () => this.tell('arriving', undefined),
      join: () => this.#connection.join(),
    });
    this.#delivery = this.#deliver();
    this.#cursor = new CursorReport((cursor) => {
      if (this.#connection.isJoined) socket.emit(say.cursor, { document, cursor });
    });
    if (kept) this.#begin(kept);
    this.#keep = shelf && this.#keepOn(shelf, kept?.base ?? null);
    this.#listen();
    this.#status = { state: this.#state, unsaved: this.#outbox.unsaved };
    this.#connection.join();
  }

  #connect(): Connection {
    const { socket, document, doc } = this.#options;
    return new Connection({
      ...{ socket, document, doc, ground: this.#ground, patience: this.#patience },
      asking: () => this.#arrivals.expect(),
      taking: (reply) => this.#take(reply),
      joined: (reply) => this.#joined(reply),
      refused: (reason) => this.#end(reason),
      lost: (wasJoined) => {
        // From here on others write without this page seeing it.
        if (wasJoined) this.#absence.begin(this.#keep);
        this.#company.lose();
      },
      signedOut: () => {
        if (this.#options.staysSignedOut) this.tell('waiting', undefined);
        else this.#end('signed_out');
      },
      changed: () => this.#refreshStatus(),
    });
  }

  #deliver(): Delivery {
    const { socket, document } = this.#options;
    return new Delivery({
      ...{ socket, document, outbox: this.#outbox, patience: this.#patience },
      keep: () => this.#keep,
      isJoined: () => this.#connection.isJoined,
      join: () => this.#connection.join(),
      end: (reason) => this.#end(reason),
      changed: () => this.#refreshStatus(),
    });
  }

  /** Goes on with what another page, that is gone, left on this device. */
  #begin(kept: Kept): void {
    this.#ground.begin(kept);
    this.#rights = { write: kept.mayWrite, comment: false, suggest: false };
    this.#arrivals.takeOver(kept, this.#outbox);
    const written = this.#outbox.updates.flatMap((update) => Y.decodeUpdate(update).structs);
    this.#connection.bring(new Set(written.map((struct) => struct.id.client)));
  }

  #keepOn(shelf: Shelf, base: Uint8Array | null): Keep {
    const ground = this.#ground;
    const keep: Keep = new Keep({
      ...{ doc: this.doc, outbox: this.#outbox, shelf, base },
      place: () =>
        this.#isEnded || !ground.isKnown
          ? null
          : { sequence: ground.sequence, restoration: ground.restoration, mayWrite: this.#rights.write },
      upon: () => ground.upon ?? { sequence: 0, restoration: '' },
      stored: () => this.#refreshStatus(),
    });
    // What was taken over stands under this page's name from now on.
    if (this.#outbox.unsaved > 0) keep.changed();
    return keep;
  }

  #listen(): void {
    const written = (update: Uint8Array, origin: unknown): void => {
      this.#keep?.textChanged();
      if (origin !== this) this.#written(update);
    };
    this.doc.on('update', written);
    this.#stopListening = () => this.doc.off('update', written);
    const connection = this.#connection;
    connection.listen();
    connection.hear<Committed>(hear.committed, (news) => this.#committed(news));
    connection.hear<Refused>(hear.refused, (news) => this.#delivery.refused(news));
    connection.hear<PresenceNews>(hear.presence, (news) => this.#company.change(news));
    connection.hear<AccessNews>(hear.access, (news) => this.#accessChanged(news));
    connection.hear<RemarksNews>(hear.remarks, () => this.tell('remarks', undefined));
    connection.hear<Removed>(hear.removed, ({ reason }) => this.#end(reason));
  }

  get status(): SaveState {
    return this.#status;
  }

  /** Everything that was not sent is on the disk of this device. */
  get isKept(): boolean {
    return this.#keep?.isComplete ?? false;
  }

  /** Writes everything down now: the page is about to go. */
  async keepNow(): Promise<void> {
    await Promise.all([this.#keep?.settled(), this.#keep?.keepText()]);
  }

  #take({ state, sequence, restoration }: JoinReply & { ok: true }): void {
    this.#passages = this.#absence.end(state);
    this.#arrivals.takeState(state);
    this.#ground.reach({ sequence, restoration });
  }

  #joined({ self, presence, write, comment, suggest }: JoinReply & { ok: true }): void {
    this.#delivery.begin();
    this.#company.begin(self, presence);
    for (const news of this.#arrivals.early()) this.#committed(news);
    this.#rights = { write, comment, suggest };
    this.#ground.isKnown = true;
    if (this.#outbox.unsaved > 0) this.#keep?.textChanged();
    else void this.#keep?.keepText(); // at once: what comes back later is compared with it
    this.tell('synced', this.#rights);
    if (this.#passages.length > 0) this.tell('returned', { passages: this.#passages });
    if (!write && this.#outbox.unsaved > 0) {
      this.#end('not_allowed');
      return;
    }
    this.#company.tell();
    this.#cursor.repeat();
    this.#delivery.send();
  }

  #written(update: Uint8Array): void {
    if (this.#isEnded) return;
    this.#outbox.add(update);
    this.#keep?.changed();
    this.#connection.introduce();
    this.#delivery.send();
  }

  #committed(news: Committed): void {
    this.#arrivals.take(news, this.#delivery.acknowledge(news.ids));
    this.#delivery.send();
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
    this.#held.begin();
  }

  /**
   * Sends what was held. With `clean`, text that was written and deleted again meanwhile is not in what is sent:
   * the caller sees to it that nothing (an undo history) still keeps it.
   */
  release(clean: boolean): void {
    if (!this.#held.end(clean)) return;
    this.#keep?.changed();
    this.#keep?.textChanged();
    this.#delivery.send();
  }

  #refreshStatus(): void {
    const { unsaved } = this.#outbox;
    const state = this.#state;
    if (state === this.#status.state && unsaved === this.#status.unsaved) return;
    this.#status = { state, unsaved };
    this.tell('status', this.#status);
  }

  get #state(): SaveState['state'] {
    const { isJoined, isJoining, isUnreadable } = this.#connection;
    if (this.#isEnded) return 'not_allowed';
    if (isUnreadable) return 'unreadable';
    if (!this.#options.socket.connected || (!isJoined && !isJoining)) return this.isKept ? 'kept' : 'offline';
    return this.#outbox.unsaved > 0 || !isJoined ? 'saving' : 'saved';
  }

  #end(reason: Ending['reason']): void {
    if (this.#isEnded) return;
    const { updates } = this.#outbox;
    // Without the text they were written in they stand nowhere, and are read by themselves.
    const text = this.#ground.isKnown
      ? unsentText(this.doc, updates, this.#options.nameOf)
      : looseWords(updates);
    this.#isEnded = true;
    this.#stop();
    this.#refreshStatus();
    this.tell('ended', { reason, text });
  }

  #stop(): void {
    this.#patience.stop();
    this.#cursor.stop();
    this.#keep?.stop();
    this.#connection.stop();
    this.#stopListening();
  }

  /** Leaves the document. What is not acknowledged is not sent any more. */
  destroy(): void {
    const { socket } = this.#options;
    if (!this.#isEnded && socket.connected) socket.emit(say.leave, { document: this.document });
    this.#isEnded = true;
    this.#stop();
  }
}
