import * as Y from 'yjs';

/** An update under the id it keeps until the server has it. */
export interface Parcel {
  id: string;
  update: Uint8Array;
}

const largestBundle = { updates: 200, bytes: 48 * 1024 };

/**
 * What was written here and is not known to be durable. One parcel is under way at a time: what is typed meanwhile
 * goes together in the next, so that a slow server gets fewer and larger ones.
 */
export class Outbox {
  #waiting: Uint8Array[] = [];
  #underWay: (Parcel & { changes: number }) | null = null;
  #heldFrom: number | null = null;
  readonly #makeId: () => string;

  constructor(makeId: () => string) {
    this.#makeId = makeId;
  }

  /** Changes that are not known to be durable. */
  get unsaved(): number {
    return this.#waiting.length + (this.#underWay?.changes ?? 0);
  }

  /** Everything not known to be durable, in order. */
  get updates(): Uint8Array[] {
    return [...(this.#underWay ? [this.#underWay.update] : []), ...this.#waiting];
  }

  get isHeld(): boolean {
    return this.#heldFrom !== null;
  }

  add(update: Uint8Array): void {
    this.#waiting.push(update);
  }

  /** The parcel to send now: the one under way again after a lost connection, or the next. Null: nothing to send. */
  next(): Parcel | null {
    if (this.#underWay) return this.#underWay;
    const ready = this.#heldFrom ?? this.#waiting.length;
    let bytes = 0;
    let changes = 0;
    for (const update of this.#waiting.slice(0, Math.min(ready, largestBundle.updates))) {
      bytes += update.byteLength;
      if (changes > 0 && bytes > largestBundle.bytes) break;
      changes += 1;
    }
    if (changes === 0) return null;
    const bundle = this.#waiting.splice(0, changes);
    if (this.#heldFrom !== null) this.#heldFrom -= changes;
    const update = bundle.length === 1 ? (bundle[0] as Uint8Array) : Y.mergeUpdates(bundle);
    this.#underWay = { id: this.#makeId(), update, changes };
    return this.#underWay;
  }

  /** @returns whether the parcel under way was among them. */
  acknowledge(ids: readonly string[]): boolean {
    if (!this.#underWay || !ids.includes(this.#underWay.id)) return false;
    this.#underWay = null;
    return true;
  }

  isUnderWay(id: string): boolean {
    return this.#underWay?.id === id;
  }

  /** What is written from now on stays here until it is released. */
  hold(): void {
    this.#heldFrom ??= this.#waiting.length;
  }

  /** Lets go what was held; `instead` replaces it (null: there is nothing left of it). */
  release(instead?: Uint8Array | null): void {
    if (this.#heldFrom === null) return;
    if (instead !== undefined)
      this.#waiting.splice(this.#heldFrom, Number.POSITIVE_INFINITY, ...(instead ? [instead] : []));
    this.#heldFrom = null;
  }
}
