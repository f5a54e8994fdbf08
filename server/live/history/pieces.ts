import * as Y from 'yjs';
import { isMarkValue, type MentionMark } from '../../../public/scripts/live/marks.ts';
import { type LineStyle, lineStyles, rootName } from '../../../public/scripts/live/protocol.ts';
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

/** A line that stands or stood, with everything that was ever in it, in the order of the text. */
export interface TextLine {
  birth: EntryIndex;
  death: EntryIndex;
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

const typeOf = <T>(item: Y.Item, kind: new (...rest: never[]) => T): T | null =>
  item.content instanceof Y.ContentType && item.content.type instanceof kind
    ? (item.content.type as unknown as T)
    : null;

/** Every line of a document that kept what was deleted (`gc: false`), read against the ledger of the same updates. */
export function linesOf(doc: Y.Doc, ledger: Ledger): TextLine[] {
  const lines: TextLine[] = [];
  for (const item of itemsOf(doc.getXmlFragment(rootName))) {
    const element = typeOf(item, Y.XmlElement);
    if (!element) continue;
    const line: TextLine = { ...lifeOf(ledger, item), styles: stylesOf(element, ledger), pieces: [] };
    for (const child of itemsOf(element)) {
      const text = typeOf(child, Y.XmlText);
      if (text) readText(text, Math.min(line.death, lifeOf(ledger, child).death), line, ledger);
    }
    lines.push(line);
  }
  return lines;
}

/** Values a line's style had, the one that counts last. */
function stylesOf(element: Y.XmlElement, ledger: Ledger): TextLine['styles'] {
  const styles: TextLine['styles'] = [];
  for (let item: Y.Item | null = element._map.get('style') ?? null; item; item = item.left) {
    // Yjs joins values that one client set after each other once they are gone.
    const values: unknown[] = item.content instanceof Y.ContentAny ? item.content.arr : [null];
    const { client, clock } = item.id;
    const lives = values.map((value, offset) => ({
      style: lineStyles.find((one) => one === value) ?? null,
      birth: ledger.birthOf(client, clock + offset),
      death: ledger.deathOf(client, clock + offset),
    }));
    styles.unshift(...lives);
  }
  return styles;
}

function readText(holder: Y.XmlText, end: EntryIndex, line: TextLine, ledger: Ledger): void {
  const formats: Format[] = [];
  for (const item of itemsOf(holder)) {
    const { content, id } = item;
    if (content instanceof Y.ContentFormat) {
      // Read off the wire: what no editor makes bears nothing.
      const value = isMarkValue(content.key, content.value) ? (content.value as object | null) : null;
      formats.push({ mark: content.key, value, ...lifeOf(ledger, item) });
    } else if (content instanceof Y.ContentString) {
      const cuts = [...ledger.cuts(id.client, id.clock, content.str.length), id.clock + content.str.length];
      let clock = id.clock;
      for (const cut of cuts) {
        line.pieces.push({
          client: id.client,
          clock,
          length: cut - clock,
          text: content.str.slice(clock - id.clock, cut - id.clock),
          line,
          holder,
          birth: ledger.birthOf(id.client, clock),
          death: Math.min(end, ledger.deathOf(id.client, clock)),
          ownDeath: ledger.deathOf(id.client, clock),
          formats,
          formatCount: formats.length,
          replacedBy: never,
        });
        clock = cut;
      }
    }
  }
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
