import * as Y from 'yjs';
import { blocksOf, type Leaf } from '../../../public/scripts/live/leaves.ts';
import { isMarkValue, type MentionMark } from '../../../public/scripts/live/marks.ts';
import { type LineStyle, lineStyles, rootName, tableName } from '../../../public/scripts/live/protocol.ts';
import { type EntryIndex, never, type Stretch } from './entries.ts';
import type { Ledger } from './ledger.ts';

/** Characters side by side that one entry wrote and that stand, or were deleted by one entry. */
export interface Piece extends Stretch {
  text: string;
  line: TextLine;
  /** The text in the line that holds it; a line has one, and two for a moment when somebody joins lines. */
  holder: Y.XmlText;
  birth: EntryIndex;
  death: EntryIndex;
  /** The entry that deleted these characters, and not only the line that holds them. */
  ownDeath: EntryIndex;
  /** Marks of the same text that begin before it: the first so many of `formats`. */
  formats: Format[];
  formatCount: number;
  /** The entry that redacted these characters; its `text` is then a filler of the same length. */
  redaction: EntryIndex;
  /** The entry that wrote these words again, after they were deleted here or by deleting them. */
  replacedBy: EntryIndex;
}

/** Where a mark begins or ends. */
export interface Format {
  mark: string;
  /** What it holds from there on; null: it ends there. */
  value: object | null;
  birth: EntryIndex;
  death: EntryIndex;
}

/** What words bore. */
export interface Marks {
  strong: boolean;
  em: boolean;
  /** Where they lead. */
  link: string | null;
  mention: MentionMark | null;
}

/** When something was made, and when it was deleted. */
export interface Life {
  birth: EntryIndex;
  death: EntryIndex;
}

/** A table: whether its first row is a head, by the values there were. */
export interface TextTable extends Life {
  heads: (Life & { isHead: boolean })[];
}

/** Where a cell is: rows and tables are the same object for all their cells. */
export interface CellPlace {
  table: TextTable;
  row: Life;
}

/**
 * A line, or a cell of a table, that stands or stood, with everything that was ever in it, in the order of the text. What
 * holds it may be deleted as well.
 */
export interface TextLine extends Life {
  /** The line itself, or the table: what stands in the document one below the other. */
  block: Life;
  cell: CellPlace | null;
  styles: { style: LineStyle | null; birth: EntryIndex; death: EntryIndex }[];
  pieces: Piece[];
}

const lifeOf = (ledger: Ledger, { id }: Y.Item) => ({
  birth: ledger.birthOf(id.client, id.clock),
  death: ledger.deathOf(id.client, id.clock),
});

/** The items that stand one after the other below a type, deleted ones too. */
function* itemsOf(type: { _start: Y.Item | null }): Generator<Y.Item> {
  for (let item = type._start; item; item = item.right) yield item;
}

/** Everything a document held that kept what was deleted (`gc: false`), read against the ledger of the same updates. */
export interface ReadText {
  /** Lines and tables, as they stand or stood below each other. */
  blocks: Life[];
  /** Lines and cells, in the same order. */
  lines: TextLine[];
}

export function readBlocks(doc: Y.Doc, ledger: Ledger): ReadText {
  const read: ReadText = { blocks: [], lines: [] };
  for (const { element, leaves } of blocksOf(doc.getXmlFragment(rootName), true)) {
    const isTable = element.nodeName === tableName;
    const life = lifeOf(ledger, element._item!);
    const block = isTable ? { ...life, heads: headsOf(element, ledger) } : life;
    read.blocks.push(block);
    const rows = new Map<Y.XmlElement, Life>();
    for (const leaf of leaves) {
      const cell = isTable ? cellPlace(leaf, block as TextTable, rows, ledger) : null;
      read.lines.push(lineOf(leaf, block, cell, ledger));
    }
  }
  return read;
}

function cellPlace(
  { row }: Leaf,
  table: TextTable,
  rows: Map<Y.XmlElement, Life>,
  ledger: Ledger,
): CellPlace {
  const known = rows.get(row!) ?? lifeOf(ledger, row!._item!);
  rows.set(row!, known);
  return { table, row: known };
}

function lineOf({ element, texts }: Leaf, block: Life, cell: CellPlace | null, ledger: Ledger): TextLine {
  const own = lifeOf(ledger, element._item!);
  const death = Math.min(own.death, cell?.row.death ?? never, block.death);
  const styles = cell ? [] : stylesOf(element, ledger);
  const line: TextLine = { birth: own.birth, death, block, cell, styles, pieces: [] };
  for (const text of texts) readText(text, Math.min(death, lifeOf(ledger, text._item!).death), line, ledger);
  return line;
}

/** Values a line's style had, the one that counts last. */
function stylesOf(element: Y.XmlElement, ledger: Ledger): TextLine['styles'] {
  return valuesOf(element, 'style', ledger).map(({ value, ...life }) => ({
    style: lineStyles.find((one) => one === value) ?? null,
    ...life,
  }));
}

const headsOf = (element: Y.XmlElement, ledger: Ledger): TextTable['heads'] =>
  valuesOf(element, 'head', ledger).map(({ value, ...life }) => ({ isHead: value === true, ...life }));

function valuesOf(element: Y.XmlElement, name: string, ledger: Ledger): (Life & { value: unknown })[] {
  const found: (Life & { value: unknown })[] = [];
  for (let item: Y.Item | null = element._map.get(name) ?? null; item; item = item.left) {
    // Yjs joins values that one client set after each other once they are gone.
    const values: unknown[] = item.content instanceof Y.ContentAny ? item.content.arr : [null];
    const { client, clock } = item.id;
    const lives = values.map((value, offset) => ({
      value,
      birth: ledger.birthOf(client, clock + offset),
      death: ledger.deathOf(client, clock + offset),
    }));
    found.unshift(...lives);
  }
  return found;
}

function readText(holder: Y.XmlText, end: EntryIndex, line: TextLine, ledger: Ledger): void {
  const formats: Format[] = [];
  for (const item of itemsOf(holder)) {
    const { content, id } = item;
    if (content instanceof Y.ContentFormat) {
      // Read off the wire: what no editor makes bears nothing.
      const value = isMarkValue(content.key, content.value) ? (content.value as object | null) : null;
      formats.push({ mark: content.key, value, ...lifeOf(ledger, item) });
      continue;
    }
    for (const { clock: start, text, redaction } of textsOf(item, ledger)) {
      const { client } = id;
      const cuts = [...ledger.cuts(client, start, text.length), start + text.length];
      let clock = start;
      for (const cut of cuts) {
        line.pieces.push({
          client,
          clock,
          length: cut - clock,
          text: text.slice(clock - start, cut - start),
          line,
          holder,
          birth: ledger.birthOf(client, clock),
          death: Math.min(end, ledger.deathOf(client, clock)),
          ownDeath: ledger.deathOf(client, clock),
          formats,
          formatCount: formats.length,
          redaction,
          replacedBy: never,
        });
        clock = cut;
      }
    }
  }
}

/** The characters of an item, with a filler for what was redacted; nothing for what is no text. */
function textsOf({ content, id }: Y.Item, ledger: Ledger) {
  if (content instanceof Y.ContentString) return [{ clock: id.clock, text: content.str, redaction: never }];
  if (!(content instanceof Y.ContentDeleted)) return [];
  return ledger
    .redactedIn({ client: id.client, clock: id.clock, length: content.len })
    .map(({ clock, length, offset, entry }) => ({
      clock,
      text: filler(entry, offset, length),
      redaction: entry,
    }));
}

/** Characters for private use, which nobody types; so many that equal ones are the same character of the same words. */
const fillers = { first: 0xe000, count: 6400, apart: 1009 };

function filler(entry: EntryIndex, offset: number, length: number): string {
  const { first, count, apart } = fillers;
  return String.fromCharCode(
    ...Array.from({ length }, (_, at) => first + ((entry * apart + offset + at) % count)),
  );
}

/** Splits a piece in two after so many characters; the second is returned, the first is the piece itself. */
export function splitPiece(piece: Piece, at: number): Piece {
  const rest = {
    ...piece,
    clock: piece.clock + at,
    length: piece.length - at,
    text: piece.text.slice(at),
  };
  piece.length = at;
  piece.text = piece.text.slice(0, at);
  return rest;
}

export function isHeadAt({ heads }: TextTable, moment: EntryIndex): boolean {
  const last = heads.findLast(({ birth }) => birth <= moment);
  return last !== undefined && last.death > moment && last.isHead;
}

export function styleAt(line: TextLine, moment: EntryIndex): LineStyle | null {
  const last = line.styles.findLast(({ birth }) => birth <= moment);
  return last && last.death > moment ? last.style : null;
}

/** What each mark of a piece held; for one that was deleted before, those it was deleted with. */
export function markValuesOf(piece: Piece, moment: EntryIndex): Map<string, object | null> {
  const at = piece.death <= moment ? piece.death - 1 : moment;
  const values = new Map<string, object | null>();
  for (let i = 0; i < piece.formatCount; i++) {
    const { mark, value, birth, death } = piece.formats[i]!;
    if (birth <= at && death > at) values.set(mark, value);
  }
  return values;
}

export function marksOf(piece: Piece, moment: EntryIndex): Marks {
  const values = markValuesOf(piece, moment);
  const link = values.get('link') as { href: string } | null | undefined;
  return {
    strong: Boolean(values.get('strong')),
    em: Boolean(values.get('em')),
    link: link?.href ?? null,
    mention: (values.get('mention') as MentionMark | null | undefined) ?? null,
  };
}

export const isSameMarks = (a: Marks, b: Marks): boolean =>
  a.strong === b.strong && a.em === b.em && a.link === b.link && a.mention?.id === b.mention?.id;

export const stands = (piece: Piece, moment: EntryIndex = never): boolean =>
  piece.birth <= moment && (moment === never ? piece.death === never : piece.death > moment);
