import * as Y from 'yjs';
import { markNames } from '../../../public/scripts/live/marks.ts';
import { type LineStyle, lineName, rootName } from '../../../public/scripts/live/protocol.ts';
import { never, type Stretch } from './entries.ts';
import type { Origins } from './origins.ts';
import { markValuesOf, type Piece, styleAt, type TextLine } from './pieces.ts';
import type { Restoration, RestorationAsk, RestoredPlace } from './questions.ts';

/** Marks are told for every stretch: without it, words take those of what stands before them. */
interface Part {
  text: string;
  marks: Record<string, object | null>;
}

/** Where words go: into a text that stands, after so many characters; or in a new line before the one at `index`. */
type Spot = { place: RestoredPlace } & (
  | { holder: Y.ID; index: number }
  | { holder: null; index: number; style: LineStyle | null }
);

/**
 * An update that writes deleted words once more, where they stood or nearest to it. It only adds: what others wrote
 * since stays as it is, wherever it stands. `doc` is read, not changed.
 */
export function makeRestoration(
  doc: Y.Doc,
  lines: TextLine[],
  origins: Origins,
  { stretches, asLine }: RestorationAsk,
): Restoration {
  const pieces = origins.find(stretches);
  const first = pieces?.[0];
  if (!pieces || !first) return { kind: 'unknown' };
  // A line's older wording is put beside what stands; words alone are only put back when they are gone.
  if (!asLine && pieces.some((piece) => origins.standsNow(piece))) return { kind: 'standing' };
  const parts = pieces.map((piece) => ({ text: within(piece, stretches), marks: markValues(piece) }));
  const spot = spotFor(first, lines, asLine);
  const copy = new Y.Doc();
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
  const updates: Uint8Array[] = [];
  const note = (update: Uint8Array): unknown => updates.push(update);
  copy.on('update', note);
  copy.transact(() => write(copy, spot, parts));
  copy.off('update', note);
  const { clientID } = copy;
  copy.destroy();
  return { kind: 'made', client: clientID, update: Y.mergeUpdates(updates), stretches, place: spot.place };
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

function spotFor(first: Piece, lines: TextLine[], asLine: boolean): Spot {
  const { line, holder } = first;
  const at = lines.indexOf(line);
  const before = lines.slice(0, at).filter(isStanding).length;
  if (asLine) {
    const style = styleAt(line, isStanding(line) ? never : line.death - 1);
    return { place: 'line', holder: null, index: before + (isStanding(line) ? 1 : 0), style };
  }
  const id = holder._item?.id;
  if (isStanding(line) && holder._item?.deleted === false && id) {
    const own = line.pieces.filter((piece) => piece.holder === holder);
    const index = own
      .slice(0, own.indexOf(first))
      .filter(isStanding)
      .reduce((sum, piece) => sum + piece.length, 0);
    return { place: 'same', holder: id, index };
  }
  return { place: 'near', holder: null, index: before, style: styleAt(line, line.death - 1) };
}

function write(copy: Y.Doc, spot: Spot, parts: Part[]): void {
  const prose = copy.getXmlFragment(rootName);
  if (spot.holder) {
    const { content } = Y.getItem(copy.store, spot.holder) as Y.Item;
    fill((content as Y.ContentType).type as Y.XmlText, spot.index, parts);
    return;
  }
  const line = new Y.XmlElement(lineName);
  prose.insert(Math.min(spot.index, prose.length), [line]);
  if (spot.style) line.setAttribute('style', spot.style);
  const text = new Y.XmlText();
  line.insert(0, [text]);
  fill(text, 0, parts);
}

function fill(text: Y.XmlText, index: number, parts: Part[]): void {
  let at = index;
  for (const { text: words, marks } of parts) {
    if (words === '') continue;
    text.insert(at, words, marks);
    at += words.length;
  }
}
