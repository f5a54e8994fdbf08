import * as Y from 'yjs';

/** An update under the id it keeps until the server has it. */
export interface Parcel {
  id: string;
  update: Uint8Array;
}

/** A parcel with how many changes went into it. */
export interface Sending extends Parcel {
  changes: number;
}

/** What is not known to be durable, as it can be kept and taken up again by another page. */
export interface Unsent {
  /** Parcels that may have been sent, in order: they keep their ids. */
  parcels: Sending[];
  waiting: Uint8Array[];
}

const largestBundle = { updates: 200, bytes: 48 * 1024 };

/**
 * What was written here and is not known to be durable. One parcel is under way at a time: what is typed meanwhile
 * goes together in the next, so that a slow server gets fewer and larger ones.
 */
export class Outbox {
  #waiting: Uint8Array[] = [];
  #underWay: Sending | null = null;
  /** Of a page that is gone: they are sent first, under the ids they had. */
  #adopted: Sending[] = [];
  #heldFrom: number | null = null;
  readonly #makeId: () => string;

  constructor(makeId: () => string) {
    this.#makeId = makeId;
  }

  /** Changes that are not known to be durable. */
  get unsaved(): number {
    return this.#waiting.length + this.#parcels.reduce((sum, one) => sum + one.changes, 0);
  }

  /** Everything not known to be durable, in order. */
  get updates(): Uint8Array[] {
    return [...this.#parcels.map((one) => one.update), ...this.#waiting];
  }

  get #parcels(): Sending[] {
    return [...(this.#underWay ? [this.#underWay] : []), ...this.#adopted];
  }

  /** What may be kept on disk: everything but what is held. */
  get unsent(): Unsent {
    return { parcels: this.#parcels, waiting: this.#waiting.slice(0, this.#heldFrom ?? undefined) };
  }

  /** Takes over what a page that is gone did not get sent. Before anything is held. */
  adopt({ parcels, waiting }: Unsent): void {
    this.#adopted.push(...parcels);
    this.#waiting.push(...waiting);
  }

  get isHeld(): boolean {
    return this.#heldFrom !== null;
  }

  add(update: Uint8Array): void {
    this.#waiting.push(update);
  }

  /** The parcel to send now: the one under way again after a lost connection, or the next. Null: nothing to send. */
  next(): Parcel | null {
    this.#underWay ??= this.#adopted.shift() ?? null;
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
