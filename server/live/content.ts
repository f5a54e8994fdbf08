import { frame, unframe } from '../../public/scripts/live/frames.ts';
import type { Reason } from '../../public/scripts/live/protocol.ts';
import type { Checkpoint, Commit, Stored } from './log.ts';
import { Outline } from './outline.ts';
import { Malformed, type Reading, readUpdate } from './reading.ts';
import { Unreadable } from './unreadable.ts';

/** An update that waits to be committed. */
export interface Offer {
  id: string;
  personId: string;
  update: Uint8Array;
  reading: Reading;
}

/** How many unused client ids a person may hold in one document; the oldest makes room. */
const largestReservation = 64;

/**
 * A document as committed, without a Y.Doc: the checkpoint and the commits after it as bytes, whose each client id
 * is, and the outline. Knows nothing of sockets or the store.
 */
export class Content {
  #checkpoint: Checkpoint | null;
  #commits: Commit[] = [];
  #tailBytes = 0;
  readonly #ids = new Map<string, number>();
  /** Null until somebody writes: who only reads does not wait for it. */
  #outline: Outline | null = null;
  #owners = new Map<number, string>();
  readonly #reserved = new Map<string, number[]>();
  sequence: number;
  /** The number of the commit that redacted last; who has something of before it has words that are gone. */
  readonly epoch: number;

  constructor(stored: Stored) {
    this.epoch = stored.epoch ?? 0;
    this.#checkpoint = stored.checkpoint;
    this.sequence = stored.checkpoint?.sequence ?? 0;
    this.#startOver();
    for (const commit of stored.commits) this.takeIn(commit);
  }

  /** Bytes that opening the document takes. */
  get size(): number {
    return this.checkpointBytes + this.tailBytes;
  }

  get checkpointBytes(): number {
    return this.#checkpoint?.update.byteLength ?? 0;
  }

  get tailBytes(): number {
    return this.#tailBytes;
  }

  get tailLength(): number {
    return this.#commits.length;
  }

  /** What a page that has everything up to `since` still needs. */
  state(since: number): { whole: boolean; state: Uint8Array } {
    const base = this.#checkpoint?.sequence ?? 0;
    if (since >= base && since <= this.sequence && since > 0) {
      const missing = this.#commits.filter((commit) => commit.sequence > since);
      return { whole: false, state: Buffer.concat(missing.map((commit) => commit.updates)) };
    }
    const head = this.#checkpoint ? [frame([this.#checkpoint.update])] : [];
    return { whole: true, state: Buffer.concat([...head, ...this.#commits.map((commit) => commit.updates)]) };
  }

  /** Binds client ids to a person before they write. @returns false when one is somebody else's. */
  reserve(personId: string, clients: readonly number[]): boolean {
    if (clients.some((client) => !this.#isFree(client, personId))) return false;
    const held = this.#reserved.get(personId) ?? [];
    const added = clients.filter((client) => !this.#owners.has(client) && !held.includes(client));
    this.#reserved.set(personId, [...held, ...added].slice(-largestReservation));
    return true;
  }

  #isFree(client: number, personId: string): boolean {
    const owner = this.#owners.get(client);
    if (owner !== undefined) return owner === personId;
    for (const [holder, held] of this.#reserved)
      if (holder !== personId && held.includes(client)) return false;
    return true;
  }

  /** The sequence number under which this update is already kept, as far as is known here. */
  find(id: string): number | undefined {
    return this.#ids.get(id);
  }

  /**
   * Admits an update on top of all that was admitted before, or says why not. What was admitted must be kept
   * (`keep`) or forgotten (`rewind`).
   * @throws Unreadable when what is stored does not fit together.
   */
  admit(offer: Offer, documentBytes: number): Reason | null {
    const clients = [...offer.reading.structs.keys()];
    const held = this.#reserved.get(offer.personId) ?? [];
    const owns = (client: number): boolean =>
      this.#owners.has(client) ? this.#owners.get(client) === offer.personId : held.includes(client);
    if (!clients.every(owns)) return 'forged';
    // Deleting is always possible: it is the way out of a full document.
    if (clients.length > 0 && this.size + offer.update.byteLength > documentBytes) return 'document_full';
    this.#outline ??= this.#outlined();
    const outline = this.#outline;
    try {
      return outline.admit(offer.reading);
    } catch (error) {
      if (error instanceof Malformed) return 'malformed';
      throw error;
    }
  }

  /** A commit of admitted updates became durable. */
  keep(commit: Commit): void {
    this.#commits.push(commit);
    this.#tailBytes += commit.updates.byteLength;
    this.sequence = commit.sequence;
    for (const { id, personId, clients } of commit.entries) {
      this.#ids.set(id, commit.sequence);
      for (const client of clients) if (!this.#owners.has(client)) this.#owners.set(client, personId);
    }
  }

  /** A commit that was made elsewhere. @throws Unreadable */
  takeIn(commit: Commit): void {
    if (this.#outline) for (const update of unframe(commit.updates)) outlineOf(update, this.#outline);
    this.keep(commit);
  }

  /** Forgets what was admitted and not kept. */
  rewind(): void {
    const commits = this.#commits;
    this.#startOver();
    for (const commit of commits) this.takeIn(commit);
  }

  #startOver(): void {
    this.#commits = [];
    this.#tailBytes = 0;
    this.#ids.clear();
    this.#owners = new Map(this.#checkpoint?.owners.map(({ client, personId }) => [client, personId]));
    this.#outline = null;
  }

  #outlined(): Outline {
    const outline = new Outline();
    if (this.#checkpoint) outlineOf(this.#checkpoint.update, outline);
    for (const commit of this.#commits)
      for (const update of unframe(commit.updates)) outlineOf(update, outline);
    return outline;
  }

  /** What a checkpoint of this moment is made from. */
  toCompact(): { sequence: number; owners: Checkpoint['owners']; state: Uint8Array } {
    const owners = [...this.#owners].map(([client, personId]) => ({ client, personId }));
    return { sequence: this.sequence, owners, state: this.state(0).state };
  }

  /** Starts from a newer checkpoint. */
  rebase(checkpoint: Checkpoint): void {
    this.#checkpoint = checkpoint;
    const after = this.#commits.filter((commit) => commit.sequence > checkpoint.sequence);
    this.#commits = [];
    this.#tailBytes = 0;
    this.#ids.clear();
    for (const commit of after) this.keep(commit);
  }
}

function outlineOf(update: Uint8Array, outline: Outline): void {
  try {
    if (outline.admit(readUpdate(update), true) === null) return;
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
  }
  throw new Unreadable('what is stored does not fit together');
}
