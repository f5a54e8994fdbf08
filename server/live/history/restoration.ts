import * as Y from 'yjs';
import { markNames } from '../../../public/scripts/live/marks.ts';
import { type LineStyle, lineName, rootName } from '../../../public/scripts/live/protocol.ts';
import { never, type Stretch } from './entries.ts';
import type { Origins } from './origins.ts';
import { markValuesOf, type Piece, type ReadText, styleAt, type TextLine } from './pieces.ts';
import type { Restoration, RestorationAsk, RestoredPlace } from './questions.ts';

/** Marks are told for every stretch: without it, words take those of what stands before them. */
interface Part {
  text: string;
  marks: Record<string, object | null>;
}

/** Where words go: into a text that stands, after so many characters; or in a new line before the one at `index`. */
type Spot = { place: RestoredPlace } & ({ holder: Y.ID; index: number } | { holder: null; index: number });

/** Words of one line, or of one cell. */
interface Line {
  style: LineStyle | null;
  parts: Part[];
}

/**
 * An update that writes deleted words once more, where they stood or nearest to it. It only adds: what others wrote
 * since stays as it is, wherever it stands. `doc` is read, not changed.
 */
export function makeRestoration(
  doc: Y.Doc,
  read: ReadText,
  origins: Origins,
  { stretches: asked, asLine }: RestorationAsk,
): Restoration {
  const all = origins.find(asked);
  const pieces = all?.filter(isText);
  const first = pieces?.[0];
  if (!all || !pieces || !first) return { kind: 'unknown' };
  const stretches = withoutRedacted(asked, all);
  // A line's older wording is put beside what stands; words alone are only put back when they are gone.
  if (!asLine && pieces.some((piece) => origins.standsNow(piece))) return { kind: 'standing' };
  const spot = spotFor(first, read, asLine);
  const groups = spot.holder ? [pieces] : byLine(pieces);
  const texts = groups.map((group) => ({
    style: styleAt(group[0]!.line, isStanding(group[0]!.line) ? never : group[0]!.line.death - 1),
    parts: group.map((piece) => ({ text: within(piece, stretches), marks: markValues(piece) })),
  }));
  const put = groups.length > 1 ? groups.flatMap((group) => clipped(stretches, group)) : stretches;
  const copy = new Y.Doc();
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
  const updates: Uint8Array[] = [];
  const note = (update: Uint8Array): unknown => updates.push(update);
  copy.on('update', note);
  copy.transact(() => write(copy, spot, texts));
  copy.off('update', note);
  const { clientID } = copy;
  copy.destroy();
  return {
    kind: 'made',
    client: clientID,
    update: Y.mergeUpdates(updates),
    stretches: put,
    place: spot.place,
  };
}

const isText = ({ redaction }: Piece): boolean => redaction === never;

/** Redacted characters cannot come back; what stands around them can. */
function withoutRedacted(stretches: readonly Stretch[], pieces: readonly Piece[]): Stretch[] {
  return pieces.every(isText) ? [...stretches] : clipped(stretches, pieces.filter(isText));
}

/** The parts of stretches that are in some pieces. */
function clipped(stretches: readonly Stretch[], pieces: readonly Piece[]): Stretch[] {
  return stretches.flatMap(({ client, clock, length }) =>
    pieces.flatMap((piece) => {
      const from = Math.max(clock, piece.clock);
      const to = Math.min(clock + length, piece.clock + piece.length);
      return piece.client === client && from < to ? [{ client, clock: from, length: to - from }] : [];
    }),
  );
}

/** The characters of a piece that were asked for: a stretch may end inside it. */
function within(piece: Piece, stretches: readonly Stretch[]): string {
  return stretches
    .filter(({ client }) => client === piece.client)
    .map(({ clock, length }) =>
      piece.text.slice(Math.max(0, clock - piece.clock), Math.max(0, clock + length - piece.clock)),
    )
    .join('');
}

function markValues(piece: Piece): Part['marks'] {
  const values = markValuesOf(piece, never);
  return Object.fromEntries(markNames.map((name) => [name, values.get(name) ?? null]));
}

const isStanding = ({ death }: { death: number }): boolean => death === never;

/** Words that stood in several cells come back as a line for each. */
function byLine(pieces: readonly Piece[]): Piece[][] {
  const groups = new Map<TextLine, Piece[]>();
  for (const piece of pieces) groups.set(piece.line, [...(groups.get(piece.line) ?? []), piece]);
  return [...groups.values()];
}

function spotFor(first: Piece, { blocks }: ReadText, asLine: boolean): Spot {
  const { line, holder } = first;
  const at = blocks.indexOf(line.block);
  // Words whose cell is gone go behind the table.
  const isBehind = isStanding(line.block) && (asLine || line.cell !== null);
  const index = blocks.slice(0, at).filter(isStanding).length + (isBehind ? 1 : 0);
  if (asLine) return { place: 'line', holder: null, index };
  const id = holder._item?.id;
  if (isStanding(line) && holder._item?.deleted === false && id) {
    const own = line.pieces.filter((piece) => piece.holder === holder);
    const characters = own
      .slice(0, own.indexOf(first))
      .filter(isStanding)
      .reduce((sum, piece) => sum + piece.length, 0);
    return { place: 'same', holder: id, index: characters };
  }
  return { place: 'near', holder: null, index };
}

function write(copy: Y.Doc, spot: Spot, lines: readonly Line[]): void {
  const prose = copy.getXmlFragment(rootName);
  if (spot.holder) {
    const { content } = Y.getItem(copy.store, spot.holder) as Y.Item;
    fill(
      (content as Y.ContentType).type as Y.XmlText,
      spot.index,
      lines.flatMap(({ parts }) => parts),
    );
    return;
  }
  let index = Math.min(spot.index, prose.length);
  for (const { style, parts } of lines) {
    const line = new Y.XmlElement(lineName);
    prose.insert(index++, [line]);
    if (style) line.setAttribute('style', style);
    const text = new Y.XmlText();
    line.insert(0, [text]);
    fill(text, 0, parts);
  }
}

function fill(text: Y.XmlText, index: number, parts: Part[]): void {
  let at = index;
  for (const { text: words, marks } of parts) {
    if (words === '') continue;
    text.insert(at, words, marks);
    at += words.length;
  }
}
