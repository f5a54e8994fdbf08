import mongoose, { type Connection } from 'mongoose';
import * as Y from 'yjs';
import { type LineStyle, rootName } from '../../public/scripts/live/protocol.ts';
import type { LiveFeature } from './feature.ts';
import { readStored, type Stored } from './stored.ts';

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
export const readPlainText = async (
  feature: LiveFeature,
  documentId: string,
  connection: Connection = mongoose.connection,
): Promise<PlainText> => plainTextOf(await readStored(feature, documentId, connection));

export function plainTextOf({ doc, sequence }: Stored): PlainText {
  const blocks = doc
    .getXmlFragment(rootName)
    .toArray()
    .filter((line) => line instanceof Y.XmlElement)
    .map((line) => blockOf(line));
  return { text: blocks.map((block) => block.text).join('\n'), blocks, sequence };
}
