import type { DocumentParts } from './document.ts';
import { Outdated } from './redaction/epochs.ts';

/** After so many commits, or bytes of them, a checkpoint of a small document is due. */
const longestTail = { commits: 300, bytes: 512 * 1024 };
/**
 * A checkpoint costs what the document is large, so a large document waits for more: one commit for so many bytes of
 * the last checkpoint. Otherwise an edit would cost the more the longer the history is.
 */
const bytesForCommit = 256;

/** Makes a document's checkpoints, beside its commits and never in their way. */
export class Compaction {
  readonly #parts: DocumentParts;
  #isRunning = false;
  /** After a failure: not before there are so many commits. */
  #notBefore = 0;

  constructor(parts: DocumentParts) {
    this.#parts = parts;
  }

  /** Makes a checkpoint when there are enough commits since the last one. Never rejects. */
  async consider(atLeast = this.#dueAt()): Promise<void> {
    const { content, compactor, log, name, cipher, clock, feature, logger } = this.#parts;
    const isLong = content.tailBytes >= Math.max(longestTail.bytes, content.checkpointBytes / 2);
    const isDue = content.tailLength >= atLeast || (isLong && content.tailLength >= this.#notBefore);
    if (this.#isRunning || content.tailLength === 0 || !isDue) return;
    this.#isRunning = true;
    try {
      const { sequence, owners, state } = content.toCompact();
      const { epoch } = content;
      const checkpoint = { epoch, sequence, owners, update: await compactor.compact(state) };
      await log.checkpoint(name, checkpoint, clock.now(), cipher);
      content.rebase(checkpoint);
      this.#notBefore = 0;
    } catch (err) {
      if (err instanceof Outdated) return; // the document is about to be opened anew
      // The commits are still there and complete; only the next try waits longer.
      this.#notBefore = content.tailLength + longestTail.commits;
      logger.error({ err, kind: feature.kind }, 'live: a checkpoint failed');
    } finally {
      this.#isRunning = false;
    }
  }

  #dueAt(): number {
    const { checkpointBytes } = this.#parts.content;
    return Math.max(this.#notBefore, longestTail.commits + checkpointBytes / bytesForCommit);
  }
}
