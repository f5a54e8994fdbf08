import * as Y from 'yjs';
import { fromBase64, unframe } from './frames.ts';
import type { Ground } from './ground.ts';
import type { Kept } from './keep.ts';
import type { Outbox } from './outbox.ts';
import type { Committed } from './protocol.ts';

interface ArrivalsParts {
  doc: Y.Doc;
  /** What the document is told changes it, so that they are not taken for changes of this page. */
  origin: unknown;
  ground: Ground;
  isJoined(): boolean;
  /** Is called before anything is put into the document. */
  arriving(): void;
  /** Something is missing before what came. */
  join(): void;
}

/** Takes in what was written elsewhere: commits in their order, none twice. */
export class Arrivals {
  readonly #parts: ArrivalsParts;
  /** Commits that came before the state they follow on. */
  #early: Committed[] = [];

  constructor(parts: ArrivalsParts) {
    this.#parts = parts;
  }

  /** A new state was asked for: what comes now follows on it. */
  expect(): void {
    this.#early = [];
  }

  /** What came before the state, once that is there. */
  early(): Committed[] {
    const early = this.#early;
    this.#early = [];
    return early;
  }

  /** What another page, that is gone, left on this device: also what it did not get sent. */
  takeOver({ state, unsent }: Kept, outbox: Outbox): void {
    for (const one of unsent) outbox.adopt(one);
    this.#apply([state, ...outbox.updates]);
  }

  takeState(frames: Uint8Array): void {
    this.#apply(unframe(new Uint8Array(frames)));
  }

  /** `isMine`: this page waited for it, and has what it wrote itself. */
  take(news: Committed, isMine: boolean): void {
    const { ground, isJoined, join } = this.#parts;
    const updates = fromBase64(news.updates);
    if (updates.byteLength === 0) return;
    if (!isJoined()) this.#early.push(news);
    else if (news.sequence === ground.sequence + 1) {
      ground.sequence = news.sequence;
      if (!isMine || news.ids.length > 1) this.#apply(unframe(updates));
    } else if (news.sequence > ground.sequence) join();
  }

  #apply(updates: readonly Uint8Array[]): void {
    const { doc, origin, arriving } = this.#parts;
    arriving();
    doc.transact(() => {
      for (const update of updates) Y.applyUpdate(doc, update, origin);
    }, origin);
  }
}
