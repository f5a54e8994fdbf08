import type { ClientSession } from 'mongodb';
import type { MentionMark } from '../../public/scripts/live/marks.ts';
import type { Reader } from '../../public/scripts/live/protocol.ts';
import type { ActWatch } from '../core/actWatch.ts';
import type { Cipher } from '../core/keys.ts';
import type { BuriedMoment } from './redaction/redacting.ts';

/** Who sits at the other end of a socket, as the session knows it. One person may have several sessions. */
export interface LivePerson {
  personId: string;
  sessionId: string;
  name: string;
  organisationName: string;
  language: string;
}

/**
 * What a person may do with one document. Whoever may not read may do none of the rest; the engine looks at each by
 * itself, so a feature that forgets one forbids it.
 */
export interface LiveRights {
  read: boolean;
  /** Say something about a passage, answer, and settle what was said. */
  comment: boolean;
  /** Propose other words for a passage. */
  suggest: boolean;
  /** Change the text, and decide about what others propose. */
  write: boolean;
}

/** What a person may do with one document, and how the others see them. */
export interface LiveAccess extends LiveRights {
  name: string;
  organisationName: string;
  /** For whom they write here: a person may belong to several organisations. Kept with what they write. */
  organisationId: string;
}

export type LiveAct = 'opened' | 'edited' | 'closed';

/** How a feature (a plan, minutes, an agreement draft) plugs its documents into the live engine. */
export interface LiveFeature {
  /** The word before the colon of a document's name: `plan` for `plan:5f2c`. Lower-case letters. */
  kind: string;
  /**
   * Asked at the join and before a commit, for everyone with writes in it. null: the document does not
   * exist for this person. One call for many people, so that one commit costs few queries.
   */
  access(documentId: string, people: LivePerson[]): Promise<Map<string, LiveAccess | null>>;
  /**
   * Its word stays the same as long as nothing was done, here or on another server, that may change an answer of
   * `access`. While it does, answers serve for the commits of half a second, and for those of the next as long as
   * `signs` stay the same too. Without it everyone is asked about before every commit.
   */
  watch?: ActWatch;
  /**
   * What else but acts may change an answer (the session, the day), by session id: something to compare. Absent where
   * the session ended; may be half a second old. Without it answers are read again twice a second.
   */
  signs?(people: LivePerson[]): Promise<Map<string, string>>;
  /** @throws KeyUnavailable when the key is missing or another one. */
  cipher(documentId: string): Promise<Cipher>;
  /** The largest single update, and the largest document (what is needed to open it), in bytes. */
  limits: { updateBytes: number; documentBytes: number };
  /**
   * Writes the act. 'opened' is awaited before any content is sent and 'edited' before the first commit of a
   * burst of edits (a minute without one ends it): when either throws, nothing is sent or stored.
   */
  onAct(act: LiveAct, documentId: string, person: LivePerson): Promise<void>;
  /** Moments of a document that are kept by name. Without it there are none. */
  kept?: {
    /** Numbers of commits. */
    moments(documentId: string, session: ClientSession): Promise<number[]>;
    /** Words of these moments were redacted, in this transaction: they are no longer what they were. */
    bury(
      documentId: string,
      buried: BuriedMoment[],
      redaction: { id: string; at: Date },
      session: ClientSession,
    ): Promise<void>;
    /** Names that a backup brought back and that may say redacted words, say nothing any more. */
    blotWaiting(documentId: string, session: ClientSession): Promise<void>;
  };
  /**
   * Who may read the document now: the only people it can mention. null: this person may not read it. Without it a
   * document mentions nobody.
   */
  readers?(documentId: string, person: LivePerson): Promise<Reader[] | null>;
  /**
   * Somebody writes mentions, for the first time or, as moving words about does, again. Awaited before the commit:
   * when it throws, the edit is not stored and comes again.
   */
  onMentions?(documentId: string, person: LivePerson, mentions: MentionMark[]): Promise<void>;
}
