import mongoose, { type Connection } from 'mongoose';
import type * as Y from 'yjs';
import { blocksOf, type Leaf } from '../../public/scripts/live/leaves.ts';
import { isMarkValue, type MentionMark, mentionSign } from '../../public/scripts/live/marks.ts';
import { type LineStyle, rootName, tableName } from '../../public/scripts/live/protocol.ts';
import type { LiveFeature } from './feature.ts';
import { readStored, type Stored } from './stored.ts';

/** Words side by side that bear the same. Where somebody is mentioned they hold the name. */
export interface PlainPiece {
  text: string;
  strong: boolean;
  em: boolean;
  /** The address they lead to. */
  link: string | null;
}

/** A cell of a table. */
export interface PlainCell {
  text: string;
  pieces: PlainPiece[];
}

export type PlainBlock = PlainLine | PlainTable;

/** A table; rows may differ in length. Its text is a line a row, with tabs between cells. */
export interface PlainTable {
  kind: 'table';
  /** The first row is a head. */
  head: boolean;
  rows: PlainCell[][];
  text: string;
}

export interface PlainLine {
  kind: 'heading' | 'paragraph' | 'listItem' | 'task';
  /** 3 or 4, for headings. */
  level?: number;
  /** For list items. */
  numbered?: boolean;
  /** For tasks: whether it has its tick. */
  done?: boolean;
  text: string;
  pieces: PlainPiece[];
}

export interface PlainText {
  text: string;
  blocks: PlainBlock[];
  /** Number of the last change in it; 0 for a document nobody wrote in yet. */
  sequence: number;
}

const shapes: Record<LineStyle, Omit<PlainLine, 'text' | 'pieces'>> = {
  heading: { kind: 'heading', level: 3 },
  subheading: { kind: 'heading', level: 4 },
  bullet: { kind: 'listItem', numbered: false },
  number: { kind: 'listItem', numbered: true },
  task: { kind: 'task', done: false },
  done: { kind: 'task', done: true },
};

/** The name of whom a mention is of, as they are called now. */
export type NameOf = (personId: string) => string;

type Delta = { insert: unknown; attributes?: Record<string, unknown> }[];

/** A mention's own sign becomes the sign and the name; anything else with that mark stays what it is. */
export const withNames = (text: string, mention: MentionMark | null, nameOf: NameOf): string =>
  mention ? text.replaceAll(mentionSign, () => `${mentionSign}${nameOf(mention.person)}`) : text;

function piecesOf(words: Y.XmlText, nameOf: NameOf): PlainPiece[] {
  return (words.toDelta() as Delta).flatMap(({ insert, attributes = {} }) => {
    if (typeof insert !== 'string') return [];
    const bears = <T>(mark: string): T | null =>
      attributes[mark] && isMarkValue(mark, attributes[mark]) ? (attributes[mark] as T) : null;
    const text = withNames(insert, bears<MentionMark>('mention'), nameOf);
    const link = bears<{ href: string }>('link')?.href ?? null;
    return [{ text, strong: bears('strong') !== null, em: bears('em') !== null, link }];
  });
}

function cellOf({ texts }: Leaf, nameOf: NameOf): PlainCell {
  const pieces = texts.flatMap((words) => piecesOf(words, nameOf));
  return { text: pieces.map((piece) => piece.text).join(''), pieces };
}

function lineOf(leaf: Leaf, nameOf: NameOf): PlainLine {
  const style = leaf.element.getAttribute('style') as LineStyle | undefined;
  const shape = style && Object.hasOwn(shapes, style) ? shapes[style] : { kind: 'paragraph' as const };
  return { ...shape, ...cellOf(leaf, nameOf) };
}

function tableOf(table: Y.XmlElement, leaves: readonly Leaf[], nameOf: NameOf): PlainTable {
  const rows = new Map<Y.XmlElement | null, PlainCell[]>();
  for (const leaf of leaves) rows.set(leaf.row, [...(rows.get(leaf.row) ?? []), cellOf(leaf, nameOf)]);
  const head = (table.getAttribute('head') as unknown) === true;
  const text = [...rows.values()].map((cells) => cells.map((cell) => cell.text).join('\t')).join('\n');
  return { kind: 'table', head, rows: [...rows.values()], text };
}

/**
 * A document's words as committed, for print, export and pages without script.
 * Checks no access: the caller has.
 * @throws KeyUnavailable, or Unreadable when the stored document cannot be put together.
 */
export const readPlainText = async (
  feature: LiveFeature,
  documentId: string,
  nameOf: NameOf,
  connection: Connection = mongoose.connection,
): Promise<PlainText> => plainTextOf(await readStored(feature, documentId, connection), nameOf);

export function plainTextOf({ doc, sequence }: Stored, nameOf: NameOf): PlainText {
  const blocks = blocksOf(doc.getXmlFragment(rootName)).map(
    ({ element, leaves }): PlainBlock =>
      element.nodeName === tableName ? tableOf(element, leaves, nameOf) : lineOf(leaves[0]!, nameOf),
  );
  return { text: blocks.map((block) => block.text).join('\n'), blocks, sequence };
}
