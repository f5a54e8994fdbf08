import type { DocumentParts } from './document.ts';
import type { LiveAccess } from './feature.ts';
import type { Edit, Member } from './member.ts';

/** A person who wrote nothing for so long begins a new burst, which is a new act. */
const burstMilliseconds = 60_000;

/** Looks at the people behind a batch of edits just before it is committed: may they, and is that known. */
export class Screening {
  readonly #parts: DocumentParts;
  readonly #regard: (member: Member, access: LiveAccess | null) => void;
  readonly #bursts = new Map<string, number>();

  /** `regard` is told of every answer about who may do what, so that nobody stays who may not. */
  constructor(parts: DocumentParts, regard: (member: Member, access: LiveAccess | null) => void) {
    this.#parts = parts;
    this.#regard = regard;
  }

  /** Refuses what is not permitted now or cannot be accounted for. @returns the rest. */
  async pass(batch: Edit[]): Promise<Edit[]> {
    return batch.length === 0 ? batch : this.#begun(await this.#permitted(batch));
  }

  async #permitted(batch: Edit[]): Promise<Edit[]> {
    const members = new Map(batch.map(({ member }) => [member.attachment.person.sessionId, member]));
    const people = [...members.values()].map((member) => member.attachment.person);
    const answers = await this.#parts.feature.access(this.#parts.documentId, people);
    return batch.filter(({ member, id }) => {
      const access = answers.get(member.attachment.person.sessionId) ?? null;
      this.#regard(member, access);
      if (access?.read && access.write && !member.attachment.isSignedOut) return true;
      member.refuse(id, 'not_allowed');
      return false;
    });
  }

  /** Writes the act of everyone who begins to edit; without it their edit is not stored. */
  async #begun(batch: Edit[]): Promise<Edit[]> {
    const { feature, documentId, clock, logger } = this.#parts;
    const now = clock.now().getTime();
    const failed = new Set<string>();
    for (const { person } of new Set(batch.map(({ member }) => member.attachment))) {
      const isNew = now - (this.#bursts.get(person.personId) ?? Number.NEGATIVE_INFINITY) > burstMilliseconds;
      try {
        if (isNew) await feature.onAct('edited', documentId, person);
        this.#bursts.set(person.personId, now);
      } catch (err) {
        logger.error({ err, kind: feature.kind }, 'live: the act edited was not written');
        failed.add(person.personId);
      }
    }
    return batch.filter(({ member, id, personId }) => {
      if (failed.has(personId)) member.refuse(id, 'unavailable');
      return !failed.has(personId);
    });
  }
}
