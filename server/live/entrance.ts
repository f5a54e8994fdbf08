import { type JoinReply, protocolVersion, type Reason } from '../../public/scripts/live/protocol.ts';
import { KeyUnavailable } from '../core/keys.ts';
import type { Logger } from '../core/logger.ts';
import type { LiveDocument } from './document.ts';
import type { LiveAccess, LiveFeature } from './feature.ts';
import type { Attachment } from './member.ts';
import { joinMessage, partsOf, versionMessage } from './messages.ts';
import type { Rechecks } from './rechecks.ts';
import type { Shelf } from './shelf.ts';
import { Unreadable } from './unreadable.ts';

/** What the reception of every socket looks at. */
export interface House {
  features: ReadonlyMap<string, LiveFeature>;
  shelf: Shelf;
  /** The restore whose data is open; a page with something of another one begins anew. */
  restoration: string;
  logger: Logger;
  isFrozen: boolean;
  rechecks: Rechecks;
}

const largestNumberOfDocuments = 20;
const mostQuestions = 20;

function reasonOf(error: unknown): Reason {
  if (error instanceof KeyUnavailable) return 'key_unavailable';
  return error instanceof Unreadable ? 'unreadable' : 'unavailable';
}

/** How one socket comes into documents. */
export class Entrance {
  /** The documents it came into, by name. */
  readonly documents = new Map<string, LiveDocument>();
  readonly #house: House;
  readonly #attachment: Attachment;
  readonly #refuse: (document: string, id: string, reason: Reason) => void;

  constructor(
    house: House,
    attachment: Attachment,
    refuse: (document: string, id: string, reason: Reason) => void,
  ) {
    this.#house = house;
    this.#attachment = attachment;
    this.#refuse = refuse;
  }

  /** Lets the page into the document it asks for, or says why not. */
  async join(message: unknown): Promise<JoinReply> {
    const version = versionMessage.safeParse(message);
    if (!version.success) return { ok: false, reason: 'malformed' };
    if (version.data.version !== protocolVersion) return { ok: false, reason: 'reload' };
    const parsed = joinMessage.safeParse(message);
    if (!parsed.success) return { ok: false, reason: 'malformed' };
    const { since, restoration } = parsed.data;
    const upon = parsed.data.upon ?? (since > 0 ? since : null);
    if (upon !== null && restoration !== this.#house.restoration) return { ok: false, reason: 'reload' };
    if (this.#house.isFrozen) return { ok: false, reason: 'restarting' };
    const { kind, documentId } = partsOf(parsed.data.document);
    const feature = this.#house.features.get(kind);
    if (!feature) return { ok: false, reason: 'not_found' };
    if (this.documents.size >= largestNumberOfDocuments) return { ok: false, reason: 'busy' };
    return this.#enter(feature, documentId, { ...parsed.data, upon });
  }

  async #enter(
    feature: LiveFeature,
    documentId: string,
    request: { document: string; clientIds: number[]; since: number; upon: number | null },
  ): Promise<JoinReply> {
    const { shelf } = this.#house;
    const name = request.document;
    const word = (await feature.watch?.word()) ?? null;
    const first = await this.#accessOr(feature, documentId, name);
    if (typeof first === 'string') return { ok: false, reason: first };
    const asked = this.#house.rechecks.of(name);
    const isInside = this.documents.get(name)?.member(this.#attachment) !== undefined;
    if (!isInside) await feature.onAct('opened', documentId, this.#attachment.person);
    try {
      return await shelf.hold(name, feature, documentId, async (document) => {
        const access = await this.#stillOr(first, { name, word, asked }, feature, documentId);
        if (typeof access === 'string') return { ok: false, reason: access };
        const refuse = (id: string, reason: Reason): void => this.#refuse(name, id, reason);
        const reply = document.enter(this.#attachment, { ...request, access, refuse });
        if (reply.ok) this.documents.set(name, document);
        return reply;
      });
    } catch (err) {
      const reason = reasonOf(err);
      this.#house.logger.error({ err, kind: feature.kind, reason }, 'live: a document could not be opened');
      return { ok: false, reason };
    }
  }

  /** The same answer when nothing was done since that may change it; else what is so now. */
  async #stillOr(
    first: LiveAccess,
    { name, word, asked }: { name: string; word: number | null; asked: number },
    feature: LiveFeature,
    documentId: string,
  ): Promise<LiveAccess | Reason> {
    const isSame = word !== null && word === ((await feature.watch?.word()) ?? null);
    if (!isSame || asked !== this.#house.rechecks.of(name)) return this.#accessOr(feature, documentId, name);
    return this.#attachment.isSignedOut || !this.#attachment.socket.connected ? 'signed_out' : first;
  }

  /** What this person may do now. Asked again when access changed somewhere while the answer was on its way. */
  async #accessOr(feature: LiveFeature, documentId: string, name: string): Promise<LiveAccess | Reason> {
    const { person } = this.#attachment;
    for (let time = 0; time < mostQuestions; time++) {
      const asked = this.#house.rechecks.of(name);
      const access = (await feature.access(documentId, [person])).get(person.sessionId);
      if (asked !== this.#house.rechecks.of(name)) continue;
      if (this.#attachment.isSignedOut || !this.#attachment.socket.connected) return 'signed_out';
      if (!access) return 'not_found';
      return access.read ? access : 'not_allowed';
    }
    return 'busy';
  }
}
