import type { Socket } from 'socket.io-client';
import * as Y from 'yjs';
import { unframe } from '../../public/scripts/live/frames.ts';
import {
  type Committed,
  hear,
  type JoinReply,
  type PeopleReply,
  protocolVersion,
  type Refused,
  type Removed,
  say,
} from '../../public/scripts/live/protocol.ts';
import { linesOf, writeLine } from '../live/prose.ts';
import type { Visitor } from './people.ts';

/** Somebody with the shared text open, without the editor: speaks the protocol and waits for every answer. */
export interface Writer {
  socket: Socket;
  /** The reply to the join. */
  joined: JoinReply;
  /** Writes a line; resolves with `stored` once it is on disk, or with the reason it was refused for. */
  write(text: string, id?: string): Promise<string>;
  /** The same with anything that changes the document. */
  change(work: (doc: Y.Doc) => void, id?: string): Promise<string>;
  /** Takes in what a join answered. */
  take(state: Uint8Array): void;
  /** Whom the text may mention, as the server answers. */
  people(): Promise<PeopleReply>;
  /** Texts of commits by others that came in since. */
  readonly news: Committed[];
  removed: Removed | null;
  lines(): string[];
  close(): void;
}

/** Joins the document; also when it is refused: see `joined`. */
export async function aWriter(visitor: Visitor, document: string): Promise<Writer> {
  const socket = visitor.socket();
  const doc = new Y.Doc();
  const news: Committed[] = [];
  socket.on(hear.committed, (one: Committed) => news.push(one));
  const request = { version: protocolVersion, document, clientIds: [doc.clientID], since: 0 };
  const joined = (await socket.emitWithAck(say.join, request)) as JoinReply;
  const writer: Writer = {
    socket,
    joined,
    news,
    removed: null,
    lines: () => linesOf(doc),
    close: () => socket.disconnect(),
    write: (text, id) => writer.change((own) => writeLine(own, text), id),
    take(state) {
      for (const update of unframe(new Uint8Array(state))) Y.applyUpdate(doc, update);
    },
    people: () => socket.emitWithAck(say.people, { document }),
    async change(work, id = crypto.randomUUID()) {
      const updates: Uint8Array[] = [];
      const note = (update: Uint8Array): number => updates.push(update);
      doc.on('update', note);
      doc.transact(() => work(doc));
      doc.off('update', note);
      return new Promise((resolve) => {
        const answer = (what: string) => {
          socket.off(hear.committed, stored);
          socket.off(hear.refused, refused);
          socket.off('disconnect', gone);
          resolve(what);
        };
        const stored = ({ ids }: Committed) => ids.includes(id) && answer('stored');
        const refused = (one: Refused) => one.id === id && answer(one.reason);
        const gone = () => answer('disconnected');
        socket.on(hear.committed, stored);
        socket.on(hear.refused, refused);
        socket.on('disconnect', gone);
        if (!socket.connected) answer('disconnected');
        else socket.emit(say.update, { document, id, update: Y.mergeUpdates(updates) });
      });
    },
  };
  socket.on(hear.removed, (one: Removed) => {
    writer.removed = one;
  });
  return writer;
}
