import { setTimeout as pause } from 'node:timers/promises';
import type { ClientSession } from 'mongodb';
import type { Connection } from 'mongoose';
import type { Server, Socket } from 'socket.io';
import { hear, type Reason, type RemarksNews } from '../../public/scripts/live/protocol.ts';
import type { Clock } from '../core/clock.ts';
import type { Logger } from '../core/logger.ts';
import type { Fence } from '../core/restorations.ts';
import { createCompactor } from './compactor.ts';
import { roomOf } from './document.ts';
import type { House } from './entrance.ts';
import type { LiveFeature, LivePerson } from './feature.ts';
import { createHistorian } from './historian.ts';
import type { AnswerTo, Question, RestorationAsk, RestoredPlace, WordsAsk } from './history/questions.ts';
import { createLog } from './log.ts';
import type { Attachment } from './member.ts';
import { createPace } from './pace.ts';
import { Reception } from './reception.ts';
import { Rechecks } from './rechecks.ts';
import { redactDocument } from './redaction/again.ts';
import type { Redaction, RedactionMade } from './redaction/redacting.ts';
import { Shelf } from './shelf.ts';

export interface LiveOptions {
  io: Server;
  connection: Connection;
  fence: Fence;
  features: LiveFeature[];
  logger: Logger;
  clock: Clock;
  /** How long a document nobody has open stays in memory, in milliseconds. */
  linger?: number;
}

declare module '../core/house.ts' {
  interface House {
    /** For pages that read or write live prose; core itself knows nothing of it. */
    live: Live;
  }
}

/** Prose that several people write at once. The protocol is in docs/live-protocol.md. */
export interface Live {
  /** Lets an authenticated socket join documents. */
  attach(socket: Socket, person: LivePerson): void;
  /** Access may have changed: resolves when everyone no longer allowed has been told and is out. */
  recheck(kind: string, documentId: string): Promise<void>;
  /**
   * A document's history, read from its commits. Checks no access: the caller has.
   * @throws KeyUnavailable, Unreadable
   */
  history<Q extends Question>(kind: string, documentId: string, question: Q): Promise<AnswerTo<Q>>;
  /**
   * Writes deleted words again, as an edit of this person. The same id again is the same edit.
   * @throws KeyUnavailable, Unreadable
   */
  restore(
    kind: string,
    documentId: string,
    person: LivePerson,
    ask: RestorationAsk & { id: string },
  ): Promise<Restored>;
  /**
   * Takes words out of everything that is stored of a document, in the caller's transaction, which may run again. Call
   * inside `quietly`, and `renew` on every server once it is committed. Checks no access: the caller has. It runs again
   * when somebody writes by way of another server meanwhile.
   * @throws KeyUnavailable, Unreadable
   */
  redact(kind: string, documentId: string, ask: RedactionAsk, session: ClientSession): Promise<Redacted>;
  /** Does something while this server commits nothing to a document: who types meanwhile waits. */
  quietly<T>(kind: string, documentId: string, work: () => Promise<T>): Promise<T>;
  /** Words of a document were redacted: lets go of all that is in memory, and has every page open it anew. */
  renew(kind: string, documentId: string): Promise<void>;
  /** Something was said about a document, or settled: tells every page on this server that has it open. */
  remarked(kind: string, documentId: string): void;
  /** The session ended: its sockets leave every document and are closed. */
  closeSession(sessionId: string): Promise<void>;
  /** For a clean stop: refuses new edits, commits what is open, and resolves when all of it is durable. */
  freeze(): Promise<void>;
}

/** How it went: `place` is null when this was done before, under the same id. */
export type Restored =
  | { sequence: number; place: RestoredPlace | null }
  | { refused: Reason | 'unknown' | 'standing' };

/** Who redacts which words, where and why; `id` is that of the act. */
export interface RedactionAsk
  extends Pick<Redaction, 'id' | 'at' | 'personId' | 'organisationId' | 'reason'> {
  /** Each by itself, inside lines. */
  words: string[];
  /** Only there, with what was moved or put back from there; null: wherever they stand or stood. */
  within: WordsAsk['within'];
}

/** How it went; `unknown` when the words are in no moment of the text. */
export type Redacted = RedactionMade | { refused: 'unknown' };

const settleMilliseconds = 500;
const lingerMilliseconds = 30_000;

export function createLive(options: LiveOptions): Live {
  const { io, connection, fence, logger, clock } = options;
  const compactor = createCompactor();
  const log = createLog(connection, fence);
  const historian = createHistorian(log, logger);
  const shelf = new Shelf({
    io,
    log,
    restoration: fence.restoration,
    logger,
    clock,
    compactor,
    pace: createPace(),
    linger: options.linger ?? lingerMilliseconds,
  });
  const house: House = {
    features: new Map(options.features.map((feature) => [feature.kind, feature])),
    shelf,
    restoration: fence.restoration,
    logger,
    isFrozen: false,
    rechecks: new Rechecks(),
  };
  const featureOf = (kind: string): LiveFeature => {
    const feature = house.features.get(kind);
    if (!feature) throw new Error(`no live documents of the kind ${kind}`);
    return feature;
  };
  const receptions = new Map<Attachment, Reception>();

  return {
    attach(socket, person) {
      // Socket.IO may give a returning socket its rooms back; nobody listens here who was not let in now.
      for (const room of socket.rooms) if (room.startsWith('live:')) void socket.leave(room);
      const attachment: Attachment = { socket, person, isSignedOut: false };
      const reception = new Reception(house, attachment);
      receptions.set(attachment, reception);
      reception.listen();
      socket.on('disconnect', () => {
        receptions.delete(attachment);
        reception.leaveAll();
      });
    },
    async recheck(kind, documentId) {
      const name = `${kind}:${documentId}`;
      house.rechecks.note(name);
      const document = await shelf.find(name);
      await document?.recheck();
      if (document?.isEmpty) shelf.left(name);
    },
    history: async (kind, documentId, question) =>
      historian.ask(`${kind}:${documentId}`, await featureOf(kind).cipher(documentId), question),
    async restore(kind, documentId, person, { id, ...ask }) {
      if (house.isFrozen) return { refused: 'restarting' };
      const name = `${kind}:${documentId}`;
      const feature = featureOf(kind);
      return shelf.hold(name, feature, documentId, async (document): Promise<Restored> => {
        const before = (await log.find(name, [id])).get(id);
        if (before !== undefined) return { sequence: before, place: null };
        const cipher = await feature.cipher(documentId);
        const made = await historian.ask(name, cipher, { kind: 'restoration', ...ask });
        if (made.kind !== 'made') return { refused: made.kind };
        const { client, update, stretches: restored, place } = made;
        const written = await document.write(person, { id, client, update, restored });
        return typeof written === 'number' ? { sequence: written, place } : { refused: written };
      });
    },
    async redact(kind, documentId, { words, within, ...redaction }, session) {
      const document = `${kind}:${documentId}`;
      const feature = featureOf(kind);
      const cipher = await feature.cipher(documentId);
      const found = await historian.ask(document, cipher, { kind: 'words', words, within });
      if (found.count === 0) return { refused: 'unknown' };
      const everywhere = within ? [] : words;
      const { stretches, last } = found;
      return redactDocument(
        { connection, compactor, feature, session },
        { ...redaction, documentId, stretches, words: everywhere, last },
      );
    },
    async quietly(kind, documentId, work) {
      // Its thread starts before anybody waits for it.
      await compactor.compact(new Uint8Array());
      const document = await shelf.find(`${kind}:${documentId}`);
      if (!document) return work();
      // What was sent until now is kept, but who goes on typing keeps nobody waiting for long.
      await Promise.race([document.settle(), pause(settleMilliseconds)]);
      return document.alone(work);
    },
    async renew(kind, documentId) {
      historian.renew(`${kind}:${documentId}`);
      await shelf.renew(`${kind}:${documentId}`);
    },
    remarked(kind, documentId) {
      const document = `${kind}:${documentId}`;
      io.local.to(roomOf(document)).emit(hear.remarks, { document } satisfies RemarksNews);
    },
    async closeSession(sessionId) {
      house.rechecks.noteEverywhere();
      for (const [attachment, reception] of receptions) {
        if (attachment.person.sessionId !== sessionId) continue;
        attachment.isSignedOut = true;
        attachment.socket.emit(hear.removed, { document: '', reason: 'signed_out' });
        reception.leaveAll();
        attachment.socket.disconnect(true);
      }
    },
    async freeze() {
      house.isFrozen = true;
      const documents = await shelf.all();
      await Promise.all(documents.map((document) => document.settle()));
      for (const document of documents) document.close();
      shelf.close();
      await compactor.close();
      await historian.close();
    },
  };
}
