import { frame } from '../../public/scripts/live/frames.ts';
import { type Committed, hear, type Reason } from '../../public/scripts/live/protocol.ts';
import { type Guard, GuardFailed } from '../core/guardedInserts.ts';
import type { Compaction } from './compaction.ts';
import type { DocumentParts } from './document.ts';
import { roomOf } from './document.ts';
import { type Commit, isRedaction } from './log.ts';
import type { Edit } from './member.ts';
import { Taken } from './pen.ts';
import type { Screening } from './screening.ts';
import { Unreadable } from './unreadable.ts';

const largestQueue = { edits: 1000, bytes: 8 * 2 ** 20 };
const largestBatch = { edits: 256, bytes: 2 ** 20 };
const attempts = 5;

/**
 * Commits one document's updates, one commit at a time: all that came in meanwhile becomes the next one. Only
 * what is durable is acknowledged and shown, in that order.
 */
export class Committer {
  readonly #parts: DocumentParts;
  readonly #screening: Screening;
  readonly #compaction: Compaction;
  #queue: Edit[] = [];
  #queueBytes = 0;
  #draining: Promise<void> | null = null;
  #turn: Promise<unknown> = Promise.resolve();
  #isUncertain = false;
  /** Words were redacted: what was written on top of them is not committed any more. */
  #isOver = false;

  constructor(parts: DocumentParts, screening: Screening, compaction: Compaction) {
    this.#parts = parts;
    this.#screening = screening;
    this.#compaction = compaction;
  }

  offer(edit: Edit): Reason | null {
    if (this.#isOver) return 'redacted';
    const isFull =
      this.#queue.length >= largestQueue.edits ||
      this.#queueBytes + edit.update.byteLength > largestQueue.bytes;
    if (isFull) return 'busy';
    this.#queue.push(edit);
    this.#queueBytes += edit.update.byteLength;
    this.#parts.pace.note();
    this.#draining ??= this.#drain().finally(() => {
      this.#draining = null;
    });
    return null;
  }

  async settle(): Promise<void> {
    while (this.#draining) await this.#draining;
  }

  /** Refuses everything that waits, and whatever comes: the document is opened anew. */
  end(): void {
    this.#isOver = true;
    for (const { member, id } of this.#queue.splice(0)) member.refuse(id, 'redacted');
    this.#queueBytes = 0;
  }

  /** One at a time: what reads the head and what moves it must not mix. */
  alone<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(work);
    this.#turn = turn.catch(() => {});
    return turn;
  }

  async #drain(): Promise<void> {
    while (this.#queue.length > 0) {
      await this.#parts.pace.turn();
      const batch = this.#nextBatch();
      await this.alone(() => this.#commit(batch)).catch((error) => this.#giveBack(batch, error));
      void this.#compaction.consider();
    }
  }

  #nextBatch(): Edit[] {
    let bytes = 0;
    let count = 0;
    for (const edit of this.#queue) {
      bytes += edit.update.byteLength;
      if (count > 0 && (count >= largestBatch.edits || bytes > largestBatch.bytes)) break;
      count += 1;
    }
    const batch = this.#queue.splice(0, count);
    for (const edit of batch) this.#queueBytes -= edit.update.byteLength;
    return batch;
  }

  /** The store failed: the pages keep what they sent and send it again. */
  #giveBack(batch: Edit[], err: unknown): void {
    const { feature, logger, content } = this.#parts;
    logger.error({ err, kind: feature.kind, edits: batch.length }, 'live: a commit failed');
    // It may have been stored all the same, so the head is read again before the next commit.
    this.#isUncertain = true;
    content.rewind();
    const reason = err instanceof Unreadable ? 'unreadable' : 'unavailable';
    for (const { member, id } of batch) member.refuse(id, reason);
  }

  async #commit(batch: Edit[]): Promise<void> {
    if (this.#isUncertain) await this.#catchUp();
    this.#isUncertain = false;
    if (this.#isOver) return this.#refuseAll(batch);
    let { edits, guards } = await this.#screening.pass(this.#unknown(batch));
    for (let attempt = 0; edits.length > 0; attempt++) {
      const admitted = this.#admitted(edits);
      if (admitted.length === 0) return;
      const commit = this.#commitOf(admitted);
      try {
        await this.#parts.log.append(this.#parts.name, commit, this.#parts.cipher, guards);
      } catch (error) {
        if (attempt >= attempts) throw error;
        ({ edits, guards } = await this.#afterAll(error, admitted, guards));
        if (this.#isOver) return this.#refuseAll(edits);
        continue;
      }
      this.#parts.content.keep(commit);
      for (const edit of admitted) edit.stored?.(commit.sequence);
      this.#announce(commit);
      return;
    }
  }

  #refuseAll(edits: Edit[]): void {
    for (const { member, id } of edits) member.refuse(id, 'redacted');
  }

  /** Acknowledges again what is already stored, and keeps one of what came twice. */
  #unknown(batch: Edit[]): Edit[] {
    const seen = new Set<string>();
    return batch.filter((edit) => {
      const sequence = this.#parts.content.find(edit.id);
      if (sequence !== undefined) this.#confirm(edit, sequence);
      if (sequence !== undefined || seen.has(edit.id) || edit.member.attachment.isSignedOut) return false;
      seen.add(edit.id);
      return true;
    });
  }

  #confirm(edit: Edit, sequence: number): void {
    edit.member.confirm(edit.id, sequence);
  }

  #admitted(edits: Edit[]): Edit[] {
    const { content, feature } = this.#parts;
    return edits.filter((edit) => {
      const reason = content.admit(edit, feature.limits.documentBytes);
      if (reason) edit.member.refuse(edit.id, reason);
      return reason === null;
    });
  }

  #commitOf(edits: Edit[]): Commit {
    return {
      sequence: this.#parts.content.sequence + 1,
      at: this.#parts.clock.now(),
      updates: frame(edits.map(({ update }) => update)),
      entries: edits.map(({ id, member, reading, restored }) => ({
        id,
        personId: member.attachment.person.personId,
        organisationId: member.access.organisationId,
        clients: [...reading.structs.keys()],
        ...(restored ? { restored } : {}),
      })),
    };
  }

  #announce({ sequence, entries, updates }: Commit): void {
    const { io, name } = this.#parts;
    const news: Committed = {
      document: name,
      sequence,
      ids: entries.map(({ id }) => id),
      updates: Buffer.from(updates.buffer, updates.byteOffset, updates.byteLength).toString('base64'),
    };
    io.to(roomOf(name)).emit(hear.committed, news);
  }

  /** What may be tried again of edits that were not stored, and under which guards. @throws the error, if nothing */
  async #afterAll(error: unknown, edits: Edit[], guards: readonly Guard[]): ReturnType<Screening['pass']> {
    if (error instanceof Taken) return { edits: await this.#afterTaken(edits), guards };
    if (!(error instanceof GuardFailed)) throw error;
    const left = await this.#screening.permitAgain(edits);
    if (left.edits.length < edits.length) this.#parts.content.rewind();
    return left;
  }

  /** Another server was first, or some of this was stored before: what is really new is tried again on top. */
  async #afterTaken(edits: Edit[]): Promise<Edit[]> {
    this.#parts.content.rewind();
    await this.#catchUp();
    const ids = edits.map(({ id }) => id);
    const stored = await this.#parts.log.find(this.#parts.name, ids);
    return edits.filter((edit) => {
      const sequence = stored.get(edit.id);
      if (sequence !== undefined) this.#confirm(edit, sequence);
      return sequence === undefined;
    });
  }

  /** Resolves when no commit is under way; what waits is looked at again before it is committed. */
  pause(): Promise<void> {
    return this.alone(async () => {});
  }

  refresh(): Promise<void> {
    return this.alone(() => this.#catchUp());
  }

  async #catchUp(): Promise<void> {
    const { log, name, content, cipher } = this.#parts;
    for (const commit of await log.after(name, content.sequence, cipher)) {
      if (isRedaction(commit)) {
        this.#parts.outdated();
        return;
      }
      content.takeIn(commit);
      this.#announce(commit);
    }
  }
}
