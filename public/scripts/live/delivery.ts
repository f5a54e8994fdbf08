import type { Socket } from 'socket.io-client';
import type { Keep } from './keep.ts';
import type { Outbox } from './outbox.ts';
import type { Patience } from './patience.ts';
import { isPassing, type Reason, type Refused, say } from './protocol.ts';

/** So often the server may say that something is missing before this, in a row, before it is taken at its word. */
const mostDisorder = 2;

interface DeliveryParts {
  socket: Socket;
  document: string;
  outbox: Outbox;
  patience: Patience;
  keep(): Keep | null;
  isJoined(): boolean;
  /** The server has to let this page in anew. */
  join(): void;
  /** The server will not have it, whenever it comes. */
  end(reason: Reason): void;
  /** What is unsaved may be something else now. */
  changed(): void;
}

/** Sends what waits in the outbox, one parcel at a time, until the server says that it is durable. */
export class Delivery {
  readonly #parts: DeliveryParts;
  #posted = { id: '', on: '' };
  #disorder = 0;
  /** The server asked for a pause: what is typed meanwhile waits too. */
  #isPausing = false;

  constructor(parts: DeliveryParts) {
    this.#parts = parts;
  }

  /** The server let this page in. */
  begin(): void {
    this.#isPausing = false;
    this.#parts.patience.reset();
  }

  send(): void {
    const { socket, outbox, isJoined, changed } = this.#parts;
    if (isJoined() && socket.connected && !this.#isPausing) {
      const parcel = outbox.next();
      if (parcel) this.#post(parcel.id, parcel.update);
    }
    changed();
  }

  /** Once a connection: a second time on the same one only after the server said no. */
  #post(id: string, update: Uint8Array): void {
    const { socket, document, outbox, isJoined } = this.#parts;
    const on = socket.id ?? '';
    if (this.#posted.id === id && this.#posted.on === on) return;
    this.#posted = { id, on };
    const send = (): void => {
      socket.emit(say.update, { document, id, update });
    };
    const keep = this.#parts.keep();
    if (!keep) {
      send();
      return;
    }
    // Under this id it may become durable: a page that goes on after this one must know it by the same.
    keep.changed();
    void keep.settled().then(() => {
      const isStillOn = isJoined() && this.#posted.id === id && socket.id === on;
      if (isStillOn && outbox.isUnderWay(id)) send();
    });
  }

  /** @returns whether what was sent is among these, which are durable. */
  acknowledge(ids: readonly string[]): boolean {
    const { outbox, patience } = this.#parts;
    const isMine = outbox.acknowledge(ids);
    if (!isMine) return false;
    const keep = this.#parts.keep();
    keep?.changed();
    keep?.textChanged();
    this.#disorder = 0;
    patience.reset();
    return true;
  }

  refused({ id, reason }: Refused): void {
    const { outbox, join, end } = this.#parts;
    if (!outbox.isUnderWay(id)) return;
    this.#posted = { id: '', on: '' };
    if (isPassing(reason)) this.#sendLater();
    else if (reason === 'not_joined') join();
    else if (reason === 'out_of_order' && this.#disorder++ < mostDisorder) join();
    else end(reason);
  }

  #sendLater(): void {
    this.#isPausing = true;
    this.#parts.patience.later(() => {
      this.#isPausing = false;
      this.send();
    });
  }
}
