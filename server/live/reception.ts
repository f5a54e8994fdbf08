import {
  hear,
  type JoinReply,
  protocolVersion,
  type Reason,
  say,
} from '../../public/scripts/live/protocol.ts';
import { KeyUnavailable } from '../core/keys.ts';
import type { Logger } from '../core/logger.ts';
import type { LiveDocument } from './document.ts';
import type { LiveAccess, LiveFeature } from './feature.ts';
import { Gate } from './gate.ts';
import { Unreadable } from './log.ts';
import type { Attachment } from './member.ts';
import {
  cursorMessage,
  joinMessage,
  leaveMessage,
  partsOf,
  updateMessage,
  versionMessage,
} from './messages.ts';
import { Malformed, readUpdate } from './reading.ts';
import type { Shelf } from './shelf.ts';

/** What the reception of every socket looks at. */
export interface House {
  features: ReadonlyMap<string, LiveFeature>;
  shelf: Shelf;
  logger: Logger;
  isFrozen: boolean;
  /** Goes up whenever somebody's access may have changed. */
  rechecks: number;
}

const largestNumberOfDocuments = 20;

function reasonOf(error: unknown): Reason {
  if (error instanceof KeyUnavailable) return 'key_unavailable';
  return error instanceof Unreadable ? 'unreadable' : 'unavailable';
}

/** Takes one socket's messages: answers every one that is wrong with a reason, and never throws. */
export class Reception {
  readonly #house: House;
  readonly #attachment: Attachment;
  readonly #gate = new Gate();
  readonly #documents = new Map<string, LiveDocument>();

  constructor(house: House, attachment: Attachment) {
    this.#house = house;
    this.#attachment = attachment;
  }

  listen(): void {
    const { socket } = this.#attachment;
    socket.on(say.join, (message: unknown, reply: unknown) => {
      const answer = typeof reply === 'function' ? (reply as (reply: JoinReply) => void) : () => {};
      this.#join(message)
        .catch((err): JoinReply => {
          this.#house.logger.error({ err }, 'live: a join failed');
          return { ok: false, reason: 'unavailable' };
        })
        .then((result) => {
          if (!result.ok) this.#weigh(result.reason);
          answer(result);
        })
        .catch(() => {});
    });
    socket.on(say.update, (message: unknown) => this.#update(message));
    socket.on(say.cursor, (message: unknown) => this.#cursor(message));
    socket.on(say.leave, (message: unknown) => {
      const parsed = leaveMessage.safeParse(message);
      if (parsed.success) this.#leave(parsed.data.document);
    });
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

  #weigh(reason: Reason): void {
    if (!this.#gate.isTooMuchWith(reason)) return;
    this.#house.logger.warn({ reason }, 'live: a socket was closed after too many refusals');
    this.#attachment.socket.disconnect(true);
  }

  async #join(message: unknown): Promise<JoinReply> {
    if (!this.#gate.passes('join')) return { ok: false, reason: 'too_fast' };
    const version = versionMessage.safeParse(message);
    if (!version.success) return { ok: false, reason: 'malformed' };
    if (version.data.version !== protocolVersion) return { ok: false, reason: 'reload' };
    const parsed = joinMessage.safeParse(message);
    if (!parsed.success) return { ok: false, reason: 'malformed' };
    if (this.#house.isFrozen) return { ok: false, reason: 'restarting' };
    const { kind, documentId } = partsOf(parsed.data.document);
    const feature = this.#house.features.get(kind);
    if (!feature) return { ok: false, reason: 'not_found' };
    if (this.#documents.size >= largestNumberOfDocuments) return { ok: false, reason: 'busy' };
    return this.#enter(feature, documentId, parsed.data);
  }

  async #enter(
    feature: LiveFeature,
    documentId: string,
    request: { document: string; clientIds: number[]; since: number },
  ): Promise<JoinReply> {
    const { shelf } = this.#house;
    const name = request.document;
    const first = await this.#accessOr(feature, documentId);
    if (typeof first === 'string') return { ok: false, reason: first };
    const isInside = this.#documents.get(name)?.member(this.#attachment) !== undefined;
    if (!isInside) await feature.onAct('opened', documentId, this.#attachment.person);
    try {
      return await shelf.hold(name, feature, documentId, async (document, isFresh) => {
        if (!isFresh) await document.refresh();
        const access = await this.#accessOr(feature, documentId);
        if (typeof access === 'string') return { ok: false, reason: access };
        const refuse = (id: string, reason: Reason): void => this.#refuse(name, id, reason);
        const reply = document.enter(this.#attachment, { ...request, access, refuse });
        if (reply.ok) this.#documents.set(name, document);
        return reply;
      });
    } catch (err) {
      const reason = reasonOf(err);
      this.#house.logger.error({ err, kind: feature.kind, reason }, 'live: a document could not be opened');
      return { ok: false, reason };
    }
  }

  /** What this person may do now. Asked again when access changed somewhere while the answer was on its way. */
  async #accessOr(feature: LiveFeature, documentId: string): Promise<LiveAccess | Reason> {
    const { person } = this.#attachment;
    for (;;) {
      const asked = this.#house.rechecks;
      const access = (await feature.access(documentId, [person])).get(person.sessionId);
      if (asked !== this.#house.rechecks) continue;
      if (this.#attachment.isSignedOut || !this.#attachment.socket.connected) return 'signed_out';
      if (!access) return 'not_found';
      return access.read ? access : 'not_allowed';
    }
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
