import * as Y from 'yjs';
import { unframe } from '../../public/scripts/live/frames.ts';
import { type JoinReply, protocolVersion, rootName, say } from '../../public/scripts/live/protocol.ts';
import { passageOf } from '../../public/scripts/live/remarks/anchors.ts';
import { flatten } from '../../public/scripts/live/remarks/flat.ts';
import type { Visitor } from './people.ts';

/** The shared text of a plan as somebody's page gets it. */
export async function textOf(visitor: Visitor, caseId: string): Promise<Y.Doc> {
  const socket = visitor.socket();
  const doc = new Y.Doc();
  const request = {
    version: protocolVersion,
    document: `plan:${caseId}`,
    clientIds: [doc.clientID],
    since: 0,
  };
  const reply = (await socket.emitWithAck(say.join, request)) as JoinReply;
  socket.disconnect();
  if (!reply.ok) throw new Error(`the text was not opened: ${reply.reason}`);
  for (const update of unframe(new Uint8Array(reply.state))) Y.applyUpdate(doc, update);
  return doc;
}

/** What a form says about the passage with these words. */
export function passageFields(doc: Y.Doc, words: string) {
  const flat = flatten(doc.getXmlFragment(rootName));
  const from = flat.words.indexOf(words);
  const passage = from < 0 ? null : passageOf(flat, from, from + words.length);
  if (!passage) throw new Error(`the text does not say ${words}`);
  const { start, end, quote } = passage;
  return { start: JSON.stringify(start), end: JSON.stringify(end), quote };
}

export const passageFrom = async (visitor: Visitor, caseId: string, words: string) =>
  passageFields(await textOf(visitor, caseId), words);
