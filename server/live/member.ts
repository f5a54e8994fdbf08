import type { Socket } from 'socket.io';
import type { LiveEntry } from '../../models/LiveUpdate.ts';
import type { Reason } from '../../public/scripts/live/protocol.ts';
import type { Offer } from './content.ts';
import type { LiveAccess, LivePerson } from './feature.ts';

/** Whoever updates come from, by a socket or by a request. */
export interface Sender {
  readonly person: LivePerson;
  /**
   * The session ended: nothing it sent counts any more. What a page sent before its connection merely broke is
   * committed all the same, since nobody may be there to send it again.
   */
  isSignedOut: boolean;
}

/** One socket as the engine sees it. */
export interface Attachment extends Sender {
  readonly socket: Socket;
}

/** Who writes in one document. */
export interface Member {
  readonly attachment: Sender;
  access: LiveAccess;
  /** Tells that an update was refused, and remembers it against the socket where that is due. */
  refuse(id: string, reason: Reason): void;
  /** Tells that an update was stored before. */
  confirm(id: string, sequence: number): void;
}

/** One page that has a document open. */
export interface PageMember extends Member {
  readonly attachment: Attachment;
  readonly presenceId: string;
}

/** An update on its way to a commit. */
export interface Edit extends Offer {
  member: Member;
  /** What it puts back, when it was made for that. */
  restored?: NonNullable<LiveEntry['restored']>;
  /** Called once it is durable, before anybody is told. */
  stored?(sequence: number): void;
}
