import type { Standing } from '../core/actWatch.ts';
import type { Guard } from '../core/guardedInserts.ts';
import type { DocumentParts } from './document.ts';
import type { LiveAccess, LivePerson } from './feature.ts';
import type { Edit, Member } from './member.ts';
import { mentionsIn } from './mentions.ts';

/** A person who wrote nothing for so long begins a new burst, which is a new act. */
const burstMilliseconds = 60_000;

interface Answer {
  access: LiveAccess | null;
  word: number;
  /** Undefined where the session had ended, or nothing is known of it. */
  sign: string | undefined;
  /** By the house's clock, in milliseconds. */
  at: number;
}

/**
 * An answer about who may do what serves this long, and only as long as nothing was done that may change it; then it is
 * looked whether sessions and the day are still the same.
 */
const keptMilliseconds = 500;

/** What may be committed, and what must be so in the store for that. */
interface Passed {
  edits: Edit[];
  guards: readonly Guard[];
}

interface Answers {
  of: Map<string, LiveAccess | null>;
  guards: readonly Guard[];
}

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
  async pass(batch: Edit[]): Promise<Passed> {
    const { edits, guards } = await this.#permit(batch, this.#parts.feature.watch?.standing() ?? null);
    return { edits: await this.#told(await this.#begun(edits)), guards };
  }

  /** Refuses what is not permitted by now, of edits whose guards did not hold. @returns the rest. */
  permitAgain(batch: Edit[]): Promise<Passed> {
    return this.#permit(batch, null);
  }

  async #permit(batch: Edit[], standing: Standing | null): Promise<Passed> {
    if (batch.length === 0) return { edits: batch, guards: [] };
    const members = new Map(batch.map(({ member }) => [member.attachment.person.sessionId, member]));
    const people = [...members.values()].map((member) => member.attachment.person);
    const { of: answers, guards } = await this.#answersAbout(people, standing);
    const edits = batch.filter(({ member, id }) => {
      const access = answers.get(member.attachment.person.sessionId) ?? null;
      this.#regard(member, access);
      if (access?.read && access.write && !member.attachment.isSignedOut) return true;
      member.refuse(id, 'not_allowed');
      return false;
    });
    return { edits, guards };
  }

  async #answersAbout(people: LivePerson[], standing: Standing | null): Promise<Answers> {
    const { feature, documentId } = this.#parts;
    // Under a word that stands nothing is asked: the commit is made only if nothing was done meanwhile.
    // Else before the answers are read: what is done meanwhile comes under the next word.
    const word = standing?.word ?? (await feature.watch?.word()) ?? null;
    if (word === null) return { of: await feature.access(documentId, people), guards: [] };
    if (!this.#isKnown(people, word)) await this.#renew(people, word);
    const now = standing ?? feature.watch?.standing();
    return { of: this.#kept(people), guards: now?.word === word ? now.guards : [] };
  }

  #isKnown(people: LivePerson[], word: number): boolean {
    const now = this.#parts.clock.now().getTime();
    return people.every(({ sessionId }) => {
      const answer = this.#answers.get(sessionId);
      return answer?.word === word && Math.abs(now - answer.at) < keptMilliseconds;
    });
  }

  #kept(people: LivePerson[]): Answers['of'] {
    return new Map(people.map(({ sessionId }) => [sessionId, this.#answers.get(sessionId)?.access ?? null]));
  }

  /** About everyone who has it open, so that who writes next need not be asked about again. */
  async #renew(people: LivePerson[], word: number): Promise<void> {
    const { feature, documentId, clock } = this.#parts;
    const at = clock.now().getTime();
    const everyone = [...this.#everyone(), ...people];
    const signs = await feature.signs?.(everyone);
    const isSame = everyone.every(({ sessionId }) => {
      const answer = this.#answers.get(sessionId);
      return answer?.word === word && answer.sign !== undefined && answer.sign === signs?.get(sessionId);
    });
    const read = isSame ? this.#kept(everyone) : await feature.access(documentId, everyone);
    this.#answers.clear();
    for (const { sessionId } of everyone) {
      const access = read.get(sessionId) ?? null;
      this.#answers.set(sessionId, { access, word, sign: signs?.get(sessionId), at });
    }
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
