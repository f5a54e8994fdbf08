import type { Server } from 'socket.io';
import {
  type AccessNews,
  type Committed,
  hear,
  type JoinReply,
  type Reason,
} from '../../public/scripts/live/protocol.ts';
import type { Clock } from '../core/clock.ts';
import type { Cipher } from '../core/keys.ts';
import type { Logger } from '../core/logger.ts';
import { Committer } from './committer.ts';
import { Compaction } from './compaction.ts';
import type { Compactor } from './compactor.ts';
import type { Content } from './content.ts';
import type { LiveAccess, LiveFeature, LivePerson } from './feature.ts';
import type { Log } from './log.ts';
import type { Attachment, Edit, Member, PageMember, Sender } from './member.ts';
import type { Pace } from './pace.ts';
import { PresenceBoard } from './presence.ts';
import { readUpdate } from './reading.ts';
import { Screening } from './screening.ts';

/** What every open document of this server shares. */
export interface Surroundings {
  io: Server;
  log: Log;
  restoration: string;
  logger: Logger;
  clock: Clock;
  pace: Pace;
  compactor: Compactor;
  /** How long a document nobody has open stays in memory, in milliseconds. */
  linger: number;
}

export interface DocumentParts extends Surroundings {
  /** `kind:id`. */
  name: string;
  documentId: string;
  feature: LiveFeature;
  cipher: Cipher;
  content: Content;
  /** Call when words were redacted that this document still holds. */
  outdated(): void;
}

/** An update made on the server for somebody, under a client id of its own. */
export interface WrittenUpdate {
  id: string;
  client: number;
  update: Uint8Array;
  restored: NonNullable<Edit['restored']>;
}

/** The room that socket.io broadcasts a document's news to. */
export const roomOf = (name: string): string => `live:${name}`;

/** A document that is open on this server: who has it open, and what is being committed. */
export class LiveDocument {
  readonly #parts: DocumentParts;
  readonly #members = new Map<Sender, PageMember>();
  readonly #presence: PresenceBoard;
  readonly #committer: Committer;
  readonly #compaction: Compaction;
  #isOver = false;

  constructor(known: Omit<DocumentParts, 'outdated'>) {
    const parts = { ...known, outdated: () => this.end() };
    this.#parts = parts;
    this.#presence = new PresenceBoard((news) =>
      this.#tell(hear.presence, { document: parts.name, ...news }),
    );
    this.#compaction = new Compaction(parts);
    const screening = new Screening(
      parts,
      () => this.#people(),
      (member, access) => this.#regard(member, access),
    );
    this.#committer = new Committer(parts, screening, this.#compaction);
  }

  get isEmpty(): boolean {
    return this.#members.size === 0;
  }

  /** Words were redacted: what is here is of before, and is opened anew by whoever asks for it. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** Sends every page away, which opens the document as it is now, and commits nothing any more. */
  end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    // First, so that a page knows of it when it hears that its words were not kept.
    for (const { attachment } of this.#members.values())
      attachment.socket.emit(hear.removed, { document: this.#parts.name, reason: 'redacted' });
    this.#committer.end();
    for (const { attachment } of [...this.#members.values()]) this.leave(attachment);
    this.close();
  }

  /** Does something while nothing of this document is committed on this server. */
  alone<T>(work: () => Promise<T>): Promise<T> {
    return this.#committer.alone(work);
  }

  member(attachment: Attachment): PageMember | undefined {
    return this.#members.get(attachment);
  }

  #people(): LivePerson[] {
    return [...this.#members.keys()].map(({ person }) => person);
  }

  #tell(event: string, news: unknown): void {
    this.#parts.io.to(roomOf(this.#parts.name)).emit(event, news);
  }

  /** Commits of other servers that this one has not seen yet are taken in. @throws Unreadable */
  refresh(): Promise<void> {
    return this.#committer.refresh();
  }

  /** Lets a page in. Without a pause inside, so that no commit falls between its state and its first news. */
  enter(
    attachment: Attachment,
    request: {
      access: LiveAccess;
      clientIds: number[];
      since: number;
      upon: number | null;
      refuse: Member['refuse'];
    },
  ): JoinReply {
    const { name, content, feature } = this.#parts;
    const { access, clientIds, since, upon, refuse } = request;
    if (this.#isOver) return { ok: false, reason: 'busy' };
    // What this page holds was written on top of words that are gone.
    if (upon !== null && upon < content.epoch) return { ok: false, reason: 'redacted' };
    if (!content.reserve(attachment.person.personId, clientIds)) return { ok: false, reason: 'forged' };
    const known = this.#members.get(attachment);
    const presenceId = known?.presenceId ?? this.#presence.enter(attachment.person.personId, access);
    const confirm = (id: string, sequence: number): void => {
      const again: Committed = { document: name, sequence, ids: [id], updates: '' };
      attachment.socket.emit(hear.committed, again);
    };
    this.#members.set(attachment, { attachment, presenceId, access, refuse, confirm });
    void attachment.socket.join(roomOf(name));
    return {
      ok: true,
      restoration: this.#parts.restoration,
      sequence: content.sequence,
      ...content.state(since),
      write: access.write,
      comment: access.comment,
      suggest: access.suggest,
      self: presenceId,
      presence: this.#presence.list(),
      limits: feature.limits,
    };
  }

  leave(attachment: Attachment): void {
    const member = this.#members.get(attachment);
    if (!member) return;
    const { name, documentId, feature, logger } = this.#parts;
    this.#members.delete(attachment);
    this.#presence.leave(member.presenceId);
    void attachment.socket.leave(roomOf(name));
    feature.onAct('closed', documentId, attachment.person).catch((err) => {
      logger.error({ err, kind: feature.kind }, 'live: the act closed was not written');
    });
  }

  move(attachment: Attachment, cursor: Parameters<PresenceBoard['move']>[1]): void {
    const member = this.#members.get(attachment);
    if (member) this.#presence.move(member.presenceId, cursor);
  }

  /** Queues an update. @returns why it is not even queued. */
  offer(edit: Edit): Reason | null {
    return this.#committer.offer(edit);
  }

  /**
   * Commits one update that a request made, as if a page of this person had sent it: asked about at the write, in the
   * same queue, shown to every open page.
   * @returns the number of its commit, or why it was refused.
   */
  async write(person: LivePerson, made: WrittenUpdate): Promise<number | Reason> {
    const { content, documentId, feature } = this.#parts;
    const access = (await feature.access(documentId, [person])).get(person.sessionId);
    if (!access) return 'not_found';
    if (!content.reserve(person.personId, [made.client])) return 'forged';
    return new Promise((resolve) => {
      const member: Member = {
        attachment: { person, isSignedOut: false },
        access,
        refuse: (_id, reason) => resolve(reason),
        confirm: (_id, sequence) => resolve(sequence),
      };
      const { id, update, restored } = made;
      const reading = readUpdate(update);
      const { personId } = person;
      const refusal = this.offer({ id, personId, update, reading, member, restored, stored: resolve });
      if (refusal) resolve(refusal);
    });
  }

  /** Asks again who may be here, and puts out who may not; afterwards nothing they sent is on its way any more. */
  async recheck(): Promise<void> {
    const members = [...this.#members.values()];
    if (members.length === 0) return;
    try {
      const answers = await this.#parts.feature.access(this.#parts.documentId, this.#people());
      for (const member of members) {
        const { sessionId } = member.attachment.person;
        this.#regard(member, answers.get(sessionId) ?? null);
      }
    } catch (err) {
      // Who cannot be asked about does not stay: the pages connect again and pass through the entrance.
      this.#parts.logger.error(
        { err, kind: this.#parts.feature.kind },
        'live: access could not be asked again',
      );
      for (const { attachment } of members) attachment.socket.conn.close();
    }
    await this.#committer.pause();
  }

  #regard(member: Member, access: LiveAccess | null): void {
    const page = this.#members.get(member.attachment);
    if (!page || page !== member) return;
    const { attachment } = page;
    const document = this.#parts.name;
    if (!access?.read) {
      attachment.socket.emit(hear.removed, { document, reason: 'no_longer_allowed' });
      this.leave(attachment);
      return;
    }
    const { write, comment, suggest } = access;
    const known = member.access;
    if (write !== known.write || comment !== known.comment || suggest !== known.suggest)
      attachment.socket.emit(hear.access, { document, write, comment, suggest } satisfies AccessNews);
    member.access = access;
  }

  /** Resolves when nothing waits for a commit. */
  settle(): Promise<void> {
    return this.#committer.settle();
  }

  /** Makes a checkpoint where that saves the next opening much. */
  compact(atLeast: number): Promise<void> {
    return this.#compaction.consider(atLeast);
  }

  close(): void {
    this.#presence.close();
  }
}
