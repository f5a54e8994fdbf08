import type { DocumentParts } from './document.ts';
import type { LiveAccess, LivePerson } from './feature.ts';
import type { Edit, Member } from './member.ts';
import { mentionsIn } from './mentions.ts';

/** A person who wrote nothing for so long begins a new burst, which is a new act. */
const burstMilliseconds = 60_000;

interface Answer {
  access: LiveAccess | null;
  word: number;
  /** By the house's clock, in milliseconds. */
  at: number;
}

/**
 * An answer about who may do what serves this long, and only as long as nothing was done that may change it: sessions
 * and consents also end by the clock.
 */
const keptMilliseconds = 1000;

/** Looks at the people behind a batch of edits just before it is committed: may they, and is that known. */
export class Screening {
  readonly #parts: DocumentParts;
  readonly #everyone: () => LivePerson[];
  readonly #regard: (member: Member, access: LiveAccess | null) => void;
  readonly #bursts = new Map<string, number>();
  readonly #answers = new Map<string, Answer>();

  /**
   * `everyone` has the document open; `regard` is told of every answer about who may do what, so that nobody stays who
   * may not.
   */
  constructor(
    parts: DocumentParts,
    everyone: () => LivePerson[],
    regard: (member: Member, access: LiveAccess | null) => void,
  ) {
    this.#parts = parts;
    this.#everyone = everyone;
    this.#regard = regard;
  }

  /** Refuses what is not permitted now or cannot be accounted for. @returns the rest. */
  async pass(batch: Edit[]): Promise<Edit[]> {
    return batch.length === 0 ? batch : this.#told(await this.#begun(await this.#permitted(batch)));
  }

  async #permitted(batch: Edit[]): Promise<Edit[]> {
    const members = new Map(batch.map(({ member }) => [member.attachment.person.sessionId, member]));
    const people = [...members.values()].map((member) => member.attachment.person);
    const answers = await this.#answersAbout(people);
    return batch.filter(({ member, id }) => {
      const access = answers.get(member.attachment.person.sessionId) ?? null;
      this.#regard(member, access);
      if (access?.read && access.write && !member.attachment.isSignedOut) return true;
      member.refuse(id, 'not_allowed');
      return false;
    });
  }

  async #answersAbout(people: LivePerson[]): Promise<Map<string, LiveAccess | null>> {
    const { feature, documentId, clock } = this.#parts;
    // Before the answers are read: what is done meanwhile comes under the next word.
    const word = (await feature.unchangedSince?.()) ?? null;
    if (word === null) return feature.access(documentId, people);
    const now = clock.now().getTime();
    const isGood = (answer: Answer | undefined): answer is Answer =>
      answer !== undefined && answer.word === word && Math.abs(now - answer.at) < keptMilliseconds;
    if (!people.every(({ sessionId }) => isGood(this.#answers.get(sessionId)))) {
      // About everyone who has it open, so that who writes next need not be asked about again.
      const everyone = [...this.#everyone(), ...people];
      const read = await feature.access(documentId, everyone);
      this.#answers.clear();
      for (const { sessionId } of everyone)
        this.#answers.set(sessionId, { access: read.get(sessionId) ?? null, word, at: now });
    }
    return new Map(people.map(({ sessionId }) => [sessionId, this.#answers.get(sessionId)?.access ?? null]));
  }

  /** Lets the feature know who is mentioned; when it cannot, the edit comes again. */
  async #told(batch: Edit[]): Promise<Edit[]> {
    const { feature, documentId, logger } = this.#parts;
    const failed = new Set<Edit>();
    for (const edit of feature.onMentions ? batch : []) {
      const mentions = mentionsIn(edit.reading);
      if (mentions.length === 0) continue;
      try {
        await feature.onMentions?.(documentId, edit.member.attachment.person, mentions);
      } catch (err) {
        logger.error({ err, kind: feature.kind }, 'live: a mention was not noted');
        failed.add(edit);
        edit.member.refuse(edit.id, 'unavailable');
      }
    }
    return failed.size === 0 ? batch : batch.filter((edit) => !failed.has(edit));
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
