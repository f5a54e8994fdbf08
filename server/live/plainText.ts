import mongoose, { type Connection } from 'mongoose';
import * as Y from 'yjs';
import { unframe } from '../../public/scripts/live/frames.ts';
import { type LineStyle, rootName } from '../../public/scripts/live/protocol.ts';
import type { LiveFeature } from './feature.ts';
import { createLog } from './log.ts';
import { Unreadable } from './unreadable.ts';

export interface PlainBlock {
  kind: 'heading' | 'paragraph' | 'listItem';
  /** 3 or 4, for headings. */
  level?: number;
  /** For list items. */
  numbered?: boolean;
  text: string;
}

export interface PlainText {
  text: string;
  blocks: PlainBlock[];
  /** Number of the last change in it; 0 for a document nobody wrote in yet. */
  sequence: number;
}

const shapes: Record<LineStyle, Omit<PlainBlock, 'text'>> = {
  heading: { kind: 'heading', level: 3 },
  subheading: { kind: 'heading', level: 4 },
  bullet: { kind: 'listItem', numbered: false },
  number: { kind: 'listItem', numbered: true },
};

function blockOf(line: Y.XmlElement): PlainBlock {
  const text = line
    .toArray()
    .filter((child) => child instanceof Y.XmlText)
    .flatMap((child) => child.toDelta().map((piece: { insert: unknown }) => piece.insert))
    .filter((insert) => typeof insert === 'string')
    .join('');
  const style = line.getAttribute('style') as LineStyle | undefined;
  return { ...((style && shapes[style]) ?? { kind: 'paragraph' }), text };
}

/**
 * A document's words as committed, for print, export and pages without script.
 * Checks no access: the caller has.
 * @throws KeyUnavailable, or Unreadable when the stored document cannot be put together.
 */
export async function readPlainText(
  feature: LiveFeature,
  documentId: string,
  connection: Connection = mongoose.connection,
): Promise<PlainText> {
  const cipher = await feature.cipher(documentId);
  const { checkpoint, commits } = await createLog(connection).load(`${feature.kind}:${documentId}`, cipher);
  const doc = new Y.Doc();
  try {
    doc.transact(() => {
      if (checkpoint) Y.applyUpdate(doc, checkpoint.update);
      for (const commit of commits) for (const update of unframe(commit.updates)) Y.applyUpdate(doc, update);
    });
  } catch {
    throw new Unreadable('a stored update does not decode');
  }
  if (doc.store.pendingStructs || doc.store.pendingDs) throw new Unreadable('something is missing');
  const blocks = doc
    .getXmlFragment(rootName)
    .toArray()
    .filter((line) => line instanceof Y.XmlElement)
    .map((line) => blockOf(line));
  doc.destroy();
  const sequence = commits.at(-1)?.sequence ?? checkpoint?.sequence ?? 0;
  return { text: blocks.map((block) => block.text).join('\n'), blocks, sequence };
}
