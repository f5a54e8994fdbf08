import type { Connection } from 'mongoose';
import type { Server, Socket } from 'socket.io';
import { hear } from '../../public/scripts/live/protocol.ts';
import type { Clock } from '../core/clock.ts';
import type { Logger } from '../core/logger.ts';
import type { Fence } from '../core/restorations.ts';
import { createCompactor } from './compactor.ts';
import type { House } from './entrance.ts';
import type { LiveFeature, LivePerson } from './feature.ts';
import { createLog } from './log.ts';
import type { Attachment } from './member.ts';
import { createPace } from './pace.ts';
import { Reception } from './reception.ts';
import { Shelf } from './shelf.ts';

export interface LiveOptions {
  io: Server;
  connection: Connection;
  fence: Fence;
  features: LiveFeature[];
  logger: Logger;
  clock: Clock;
}

/** Prose that several people write at once. The protocol is in docs/live-protocol.md. */
export interface Live {
  /** Lets an authenticated socket join documents. */
  attach(socket: Socket, person: LivePerson): void;
  /** Access may have changed: resolves when everyone no longer allowed has been told and is out. */
  recheck(kind: string, documentId: string): Promise<void>;
  /** The session ended: its sockets leave every document and are closed. */
  closeSession(sessionId: string): Promise<void>;
  /** For a clean stop: refuses new edits, commits what is open, and resolves when all of it is durable. */
  freeze(): Promise<void>;
}

export function createLive(options: LiveOptions): Live {
  const { io, connection, fence, logger, clock } = options;
  const compactor = createCompactor();
  const log = createLog(connection, fence);
  const shelf = new Shelf({
    io,
    log,
    restoration: fence.restoration,
    logger,
    clock,
    compactor,
    pace: createPace(),
  });
  const house: House = {
    features: new Map(options.features.map((feature) => [feature.kind, feature])),
    shelf,
    restoration: fence.restoration,
    logger,
    isFrozen: false,
    rechecks: 0,
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
      house.rechecks += 1;
      const name = `${kind}:${documentId}`;
      const document = await shelf.find(name);
      await document?.recheck();
      if (document?.isEmpty) shelf.left(name);
    },
    async closeSession(sessionId) {
      house.rechecks += 1;
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
    },
  };
}
