import type { DocumentParts } from './document.ts';

/** After so many commits, or bytes of them, a checkpoint is due. */
const longestTail = { commits: 300, bytes: 512 * 1024 };

/** Makes a document's checkpoints, beside its commits and never in their way. */
export class Compaction {
  readonly #parts: DocumentParts;
  #isRunning = false;
  #dueAt = longestTail.commits;

  constructor(parts: DocumentParts) {
    this.#parts = parts;
  }

  /** Makes a checkpoint when there are enough commits since the last one. Never rejects. */
  async consider(atLeast = this.#dueAt): Promise<void> {
    const { content, compactor, log, name, cipher, clock, feature, logger } = this.#parts;
    const isDue = content.tailLength >= atLeast || content.tailBytes >= longestTail.bytes;
    if (this.#isRunning || content.tailLength === 0 || !isDue) return;
    this.#isRunning = true;
    try {
      const { sequence, owners, state } = content.toCompact();
      const checkpoint = { sequence, owners, update: await compactor.compact(state) };
      await log.checkpoint(name, checkpoint, clock.now(), cipher);
      content.rebase(checkpoint);
      this.#dueAt = longestTail.commits;
    } catch (err) {
      // The commits are still there and complete; only the next try waits longer.
      this.#dueAt = content.tailLength + longestTail.commits;
      logger.error({ err, kind: feature.kind }, 'live: a checkpoint failed');
    } finally {
      this.#isRunning = false;
    }
  }
}
