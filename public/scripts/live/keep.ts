import * as Y from 'yjs';
import type { Outbox, Unsent } from './outbox.ts';

/** The last commit that something was written on top of, counted within a restoration. */
export interface Upon {
  sequence: number;
  restoration: string;
}

/** The lowest of several; of more than one restoration it is of none that is. */
export function lowest(all: readonly Upon[]): Upon | null {
  const [first, ...rest] = [...all].sort((a, b) => a.sequence - b.sequence);
  if (!first) return null;
  return rest.every((one) => one.restoration === first.restoration)
    ? { sequence: first.sequence, restoration: first.restoration }
    : { sequence: first.sequence, restoration: 'several' };
}

/** Where the state of a document and what was not sent are kept on this device. */
export interface Shelf {
  /** @throws when it could not be written. */
  keepUnsent(unsent: Unsent & { upon: Upon }): Promise<void>;
  keepText(text: { base: Uint8Array; state: Uint8Array } & Place): Promise<void>;
}

/** How far the state of a document is. */
export interface Place extends Upon {
  mayWrite: boolean;
}

/** What was kept, when a page begins with it. */
export interface Kept extends Place {
  /** The text itself is there, and not only what was not sent. */
  isText: boolean;
  base: Uint8Array;
  state: Uint8Array;
  unsent: (Unsent & { upon: Upon })[];
}

const restMilliseconds = 1500;

/** Writes down what one page holds as it changes: every unsent change at once, the text when it comes to rest. */
export class Keep {
  readonly #doc: Y.Doc;
  readonly #outbox: Outbox;
  readonly #shelf: Shelf;
  readonly #place: () => Place | null;
  readonly #upon: () => Upon;
  readonly #stored: () => void;
  #changes = 0;
  #onDisk = 0;
  #isWriting = false;
  #hasFailed = false;
  #waiting: (() => void)[] = [];
  #base: Uint8Array | null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /**
   * `place` is null while the document is not known; `upon` is what was not sent was written on top of; `stored` is told
   * whenever something new is on disk.
   */
  constructor(options: {
    doc: Y.Doc;
    outbox: Outbox;
    shelf: Shelf;
    base: Uint8Array | null;
    place: () => Place | null;
    upon: () => Upon;
    stored: () => void;
  }) {
    this.#doc = options.doc;
    this.#outbox = options.outbox;
    this.#shelf = options.shelf;
    this.#base = options.base;
    this.#place = options.place;
    this.#upon = options.upon;
    this.#stored = options.stored;
  }

  /** Everything that was not sent is on the disk of this device. */
  get isComplete(): boolean {
    return !this.#hasFailed && this.#onDisk === this.#changes && !this.#outbox.isHeld;
  }

  /** What is not sent is something else now. */
  changed(): void {
    this.#changes += 1;
    if (!this.#isWriting) void this.#write();
  }

  /** Resolves when what is not sent now is on disk, or cannot be put there. */
  settled(): Promise<void> {
    if (this.#onDisk === this.#changes || this.#hasFailed) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  async #write(): Promise<void> {
    this.#isWriting = true;
    while (this.#onDisk < this.#changes && !this.#hasFailed) {
      const upTo = this.#changes;
      try {
        await this.#shelf.keepUnsent({ ...this.#outbox.unsent, upon: this.#upon() });
        this.#onDisk = upTo;
      } catch {
        this.#hasFailed = true; // the disk is full, or the copy was locked: it stays in memory, and the page says so
      }
    }
    this.#isWriting = false;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
    this.#stored();
  }

  /** The text is another one now: it is written when nothing more happens for a while. */
  textChanged(): void {
    this.#timer ??= setTimeout(() => void this.keepText(), restMilliseconds);
  }

  /** Writes the text as it is. A number that is not decided about yet is on no disk, so then nothing is written. */
  async keepText(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const place = this.#place();
    if (!place || this.#outbox.isHeld) return;
    const state = Y.encodeStateAsUpdate(this.#doc);
    if (this.#outbox.unsaved === 0 || !this.#base) this.#base = state;
    await this.#shelf.keepText({ base: this.#base, state, ...place }).catch(() => {});
  }

  /** The text without what was not sent, as it was last kept. */
  get base(): Uint8Array | null {
    return this.#base;
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
