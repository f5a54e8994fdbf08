import type { Socket } from 'socket.io';
import type { Reason } from '../../public/scripts/live/protocol.ts';
import type { Offer } from './content.ts';
import type { LiveAccess, LivePerson } from './feature.ts';

/** One socket as the engine sees it. */
export interface Attachment {
  readonly socket: Socket;
  readonly person: LivePerson;
  /**
   * The session ended: nothing it sent counts any more. What a page sent before its connection merely broke is
   * committed all the same, since nobody may be there to send it again.
   */
  isSignedOut: boolean;
}

/** One page that has a document open. */
export interface Member {
  readonly attachment: Attachment;
  readonly presenceId: string;
  access: LiveAccess;
  /** Tells the page that an update was refused, and remembers it against the socket where that is due. */
  refuse(id: string, reason: Reason): void;
}

/** An update on its way to a commit. */
export interface Edit extends Offer {
  member: Member;
}
