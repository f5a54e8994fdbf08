import { io, type Socket } from 'socket.io-client';
import * as Y from 'yjs';
import {
  hear,
  type JoinReply,
  protocolVersion,
  type Refused,
  say,
} from '../../public/scripts/live/protocol.ts';
import { LiveProvider } from '../../public/scripts/live/provider.ts';
import type { LivePerson } from '../../server/live/feature.ts';

/** Resolves once it is so. */
export async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 3));
}

export function connect(url: string, person: LivePerson): Socket {
  return io(url, {
    auth: { person },
    transports: ['websocket'],
    forceNew: true,
    reconnectionDelay: 20,
    reconnectionDelayMax: 50,
  });
}

export interface Page {
  doc: Y.Doc;
  socket: Socket;
  provider: LiveProvider;
  isSaved(): boolean;
  close(): void;
}

/** What a browser has open, without the editor. */
export function openPage(url: string, person: LivePerson, document: string): Page {
  const doc = new Y.Doc();
  const socket = connect(url, person);
  const provider = new LiveProvider({ socket, document, doc });
  return {
    doc,
    socket,
    provider,
    isSaved: () => provider.status.state === 'saved',
    close() {
      provider.destroy();
      socket.disconnect();
    },
  };
}

/** A client that speaks the protocol as it likes. */
export class RawClient {
  readonly socket: Socket;
  readonly refusals: Refused[] = [];
  readonly stored: string[] = [];
  readonly doc = new Y.Doc();

  readonly #document: string;

  constructor(url: string, person: LivePerson, document: string) {
    this.#document = document;
    this.socket = connect(url, person);
    this.socket.on(hear.refused, (refused: Refused) => this.refusals.push(refused));
    this.socket.on(hear.committed, ({ ids }: { ids: string[] }) => this.stored.push(...ids));
  }

  join(change: Record<string, unknown> = {}): Promise<JoinReply> {
    const request = {
      version: protocolVersion,
      document: this.#document,
      clientIds: [this.doc.clientID],
      since: 0,
      ...change,
    };
    return this.socket.emitWithAck(say.join, request) as Promise<JoinReply>;
  }

  send(update: unknown, id: string = crypto.randomUUID()): string {
    this.socket.emit(say.update, { document: this.#document, id, update });
    return id;
  }

  /** Sends, and resolves with the reason it was refused for, or null when it was stored. */
  async offer(update: unknown, id: string = crypto.randomUUID()): Promise<string | null> {
    const refusedBefore = this.refusals.length;
    this.send(update, id);
    await until(() => this.stored.includes(id) || this.refusals.length > refusedBefore);
    return this.refusals[refusedBefore]?.reason ?? null;
  }

  close(): void {
    this.socket.disconnect();
  }
}
