import type { Connection } from 'mongoose';
import type { Server, Socket } from 'socket.io';
import type { Clock } from '../core/clock.ts';
import type { Logger } from '../core/logger.ts';
import type { LiveFeature, LivePerson } from './feature.ts';

export interface LiveOptions {
  io: Server;
  connection: Connection;
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

export function createLive(_options: LiveOptions): Live {
  throw new Error('not built yet');
}
