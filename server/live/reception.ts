import {
  hear,
  type JoinReply,
  type PeopleReply,
  type Reason,
  say,
} from '../../public/scripts/live/protocol.ts';
import type { LiveDocument } from './document.ts';
import { Entrance, type House } from './entrance.ts';
import { Gate } from './gate.ts';
import type { Attachment } from './member.ts';
import { cursorMessage, leaveMessage, partsOf, peopleMessage, updateMessage } from './messages.ts';
import { Malformed, readUpdate } from './reading.ts';

/** Takes one socket's messages: answers every one that is wrong with a reason, and never throws. */
export class Reception {
  readonly #house: House;
  readonly #attachment: Attachment;
  readonly #gate = new Gate();
  readonly #entrance: Entrance;

  constructor(house: House, attachment: Attachment) {
    this.#house = house;
    this.#attachment = attachment;
    this.#entrance = new Entrance(house, attachment, (...refusal) => this.#refuse(...refusal));
  }

  get #documents(): Map<string, LiveDocument> {
    return this.#entrance.documents;
  }

  listen(): void {
    const { socket } = this.#attachment;
    socket.on(say.join, (message: unknown, reply: unknown) => {
      this.#answer(reply, () => this.#join(message));
    });
    socket.on(say.people, (message: unknown, reply: unknown) => {
      this.#answer(reply, () => this.#people(message));
    });
    socket.on(say.update, (message: unknown) => this.#update(message));
    socket.on(say.cursor, (message: unknown) => this.#cursor(message));
    socket.on(say.leave, (message: unknown) => {
      const parsed = leaveMessage.safeParse(message);
      if (parsed.success) this.#leave(parsed.data.document);
    });
  }

  /** Answers a question, also when that fails; a refusal weighs like any other. */
  #answer<T extends JoinReply | PeopleReply>(
    reply: unknown,
    work: () => Promise<T | { ok: false; reason: Reason }>,
  ): void {
    const answer = typeof reply === 'function' ? (reply as (answer: unknown) => void) : () => {};
    work()
      .catch((err) => {
        this.#house.logger.error({ err }, 'live: a question could not be answered');
        return { ok: false as const, reason: 'unavailable' as const };
      })
      .then((result) => {
        if (!result.ok) this.#weigh(result.reason);
        answer(result);
      })
      .catch(() => {});
  }

  /** Whom this person can mention in a document they have open; asked about anew every time. */
  async #people(message: unknown): Promise<PeopleReply> {
    const parsed = peopleMessage.safeParse(message);
    if (!parsed.success) return { ok: false, reason: 'malformed' };
    if (!this.#gate.passes('people')) return { ok: false, reason: 'too_fast' };
    const name = parsed.data.document;
    if (!this.#documents.get(name)?.member(this.#attachment)) return { ok: false, reason: 'not_joined' };
    const { kind, documentId } = partsOf(name);
    const feature = this.#house.features.get(kind);
    if (!feature?.readers) return { ok: true, people: [] };
    const people = await feature.readers(documentId, this.#attachment.person);
    const isIn = this.#documents.get(name)?.member(this.#attachment) && !this.#attachment.isSignedOut;
    return people && isIn ? { ok: true, people } : { ok: false, reason: 'not_allowed' };
  }

  /** Leaves every document, for a socket that closed or a session that ended. */
  leaveAll(): void {
    for (const name of [...this.#documents.keys()]) this.#leave(name);
  }

  #leave(name: string): void {
    this.#documents.get(name)?.leave(this.#attachment);
    this.#documents.delete(name);
    this.#house.shelf.left(name);
  }

  async #join(message: unknown): Promise<JoinReply> {
    return this.#gate.passes('join') ? this.#entrance.join(message) : { ok: false, reason: 'too_fast' };
  }

  #weigh(reason: Reason): void {
    if (!this.#gate.isTooMuchWith(reason)) return;
    this.#house.logger.warn({ reason }, 'live: a socket was closed after too many refusals');
    this.#attachment.socket.disconnect(true);
  }

  #refuse(document: string, id: string, reason: Reason): void {
    this.#attachment.socket.emit(hear.refused, { document, id, reason });
    this.#weigh(reason);
  }

  #update(message: unknown): void {
    const parsed = updateMessage.safeParse(message);
    if (!parsed.success) {
      this.#refuse('', '', 'malformed');
      return;
    }
    const { document: name, id, update } = parsed.data;
    const refusal = this.#gate.passes('update') ? this.#offer(name, id, update) : 'too_fast';
    if (refusal) this.#refuse(name, id, refusal);
  }

  #offer(name: string, id: string, update: Uint8Array): Reason | null {
    if (this.#house.isFrozen) return 'restarting';
    const document = this.#documents.get(name);
    const member = document?.member(this.#attachment);
    if (!document || !member) return 'not_joined';
    const feature = this.#house.features.get(partsOf(name).kind);
    if (!feature || update.byteLength > feature.limits.updateBytes) return 'too_large';
    try {
      const reading = readUpdate(update);
      return document.offer({ id, personId: this.#attachment.person.personId, update, reading, member });
    } catch (error) {
      if (error instanceof Malformed) return 'malformed';
      throw error;
    }
  }

  #cursor(message: unknown): void {
    const parsed = cursorMessage.safeParse(message);
    const refusal = this.#gate.passes('cursor') ? (parsed.success ? null : 'malformed') : 'too_fast';
    if (refusal) this.#weigh(refusal);
    if (refusal || !parsed.success) return;
    const { anchor, head } = parsed.data.cursor ?? {};
    const cursor = anchor && head ? { anchor: tidy(anchor), head: tidy(head) } : null;
    this.#documents.get(parsed.data.document)?.move(this.#attachment, cursor);
  }
}

/** Leaves out what is empty: the page's library writes null and reads absence alike. */
function tidy<T extends object>(place: T): { [K in keyof T]: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(place).filter(([, value]) => value != null)) as never;
}
