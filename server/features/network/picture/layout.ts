import { wrapped } from '../../../drawing/text.ts';
import type { Drawn, Head, Knot, Lines, Picture, Piece, Row, Weight } from './drawing.ts';
import { type Tie, tiesBy } from './network.ts';

/** In units: one is a pixel where the picture is not made smaller. */
interface Size {
  most: number;
  /** What the lines of groups take together, and each of them at least and at most. */
  strands: number;
  pitch: [least: number, most: number];
  /** What names get at least. */
  names: number;
  knot: number;
  /** Room for a number in a knot. */
  hasCounts: boolean;
}

const sizes: Record<'narrow' | 'wide', Size> = {
  narrow: { most: 324, strands: 160, pitch: [9, 20], names: 140, knot: 4, hasCounts: false },
  wide: { most: 760, strands: 400, pitch: [22, 28], names: 340, knot: 9, hasCounts: true },
};
const line = 20;
/** Between the lines of groups and the names. */
const gutter = 14;
/** A target for a finger or a pointer is never lower. */
const leastRow = 30;

interface Ground {
  size: Size;
  drawn: Drawn;
  width: number;
  /** Where names begin. */
  names: number;
  x: Map<string, number>;
  tiesOf(participant: string): Drawn['ties'];
}

function groundFor(drawn: Drawn, size: Size): Ground {
  const count = Math.max(1, drawn.groups.length);
  const pitch = Math.min(size.pitch[1], Math.max(size.pitch[0], size.strands / count));
  const round = (value: number): number => Math.round(value * 10) / 10;
  const names = Math.ceil(pitch * count + gutter);
  return {
    ...{ size, drawn, names },
    width: Math.max(names + size.names, size.most),
    tiesOf: tiesBy(drawn.ties, 'participant'),
    x: new Map(drawn.groups.map((one, at) => [one.id, round(pitch * (at + 0.5) + 2)])),
  };
}

const tiedTo = (ties: readonly Tie[], id: string): Set<string> =>
  new Set(
    ties.flatMap(({ group, participant }) =>
      group === id ? [participant] : participant === id ? [group] : [],
    ),
  );

/** How much each thing stands out, beside what is in focus. */
function weigher({ focus, ties }: Drawn) {
  const near = tiedTo(ties, focus);
  const of = (id: string): Weight => (id === focus || near.has(id) ? 'strong' : 'faint');
  const ofTie = ({ group, participant }: Tie): Weight =>
    group === focus || participant === focus ? 'strong' : 'faint';
  const plain = (): Weight => 'plain';
  return focus === '' ? { of: plain, ofTie: plain } : { of, ofTie };
}

const linesAt = (texts: readonly string[], x: number, y: number): Lines => ({
  x,
  lines: texts.map((text, at) => ({ y: y + at * line, text })),
});

/** The names of groups come as steps: each stands free at the right of its own line. */
function headsOf({ drawn, width, x, size }: Ground, weights: ReturnType<typeof weigher>) {
  let top = 0;
  const y = new Map<string, number>();
  const heads = drawn.groups.map(({ id, kind, name, parent, href }): Head => {
    const at = x.get(id)!;
    const left = at + size.knot + 6;
    const texts = wrapped(name, width - left - 2, true);
    const height = Math.max(leastRow, texts.length * line + 8);
    const middle = top + leastRow / 2;
    y.set(id, middle);
    const above = x.get(parent);
    const branch = above === undefined ? '' : `M${above} ${middle - 8}q0 8 8 8H${at - size.knot}`;
    const box = { x: left - 3, y: top + 1, width: width - left, height: height - 2 };
    const texted = linesAt(texts, left, middle + 5);
    top += height;
    return { id, href, kind, weight: weights.of(id), y: middle, at, box, branch, ...texted };
  });
  return { heads, height: top + 4, y };
}

function rowAt(
  { id, name, href }: Drawn['parts'][number]['participants'][number],
  top: number,
  { tiesOf, width, names, x, size }: Ground,
  weights: ReturnType<typeof weigher>,
): { row: Row; height: number } {
  const texts = wrapped(name, width - names - 4, true);
  const height = Math.max(leastRow, texts.length * line + 10);
  const y = top + height / 2;
  const own = tiesOf(id).filter((one) => x.has(one.group));
  const knots = own.map(
    (tie): Knot => ({
      ...{ group: tie.group, words: tie.words },
      kind: tie.kind,
      weight: weights.ofTie(tie),
      x: x.get(tie.group)!,
      isOpen: tie.toBeNamed === tie.count,
      isChair: tie.mandates.some(([mandate]) => mandate === 'chair'),
      count: size.hasCounts && tie.count > 1 ? tie.count : null,
    }),
  );
  const row: Row = {
    ...{ id, href, weight: weights.of(id), y, knots, to: names - 7 },
    box: { x: names - 4, y: top + 1, width: width - names + 4, height: height - 2 },
    from: knots.length > 0 ? Math.min(...knots.map((one) => one.x)) : null,
    ...linesAt(texts, names, y - ((texts.length - 1) * line) / 2 + 5),
  };
  return { row, height };
}

function pieceOf(
  { title, participants }: Drawn['parts'][number],
  top: number,
  ground: Ground,
  weights: ReturnType<typeof weigher>,
): Piece {
  const words = wrapped(title, ground.width - ground.names - 4, true);
  let y = top + words.length * line + 16;
  const rows = participants.map((one) => {
    const { row, height } = rowAt(one, y, ground, weights);
    y += height;
    return row;
  });
  const heading = linesAt(words, ground.names, top + 24);
  return { y: top, height: y - top, title: heading, strands: [], heads: [], rows };
}

/** Lines run from the name of a group to its last knot; a group without one keeps a short line. */
function strandsThrough(
  pieces: readonly Piece[],
  { drawn, x }: Ground,
  from: ReadonlyMap<string, number>,
  weights: ReturnType<typeof weigher>,
): Piece[] {
  const last = new Map<string, number>();
  for (const { y, knots } of pieces.flatMap((one) => one.rows))
    for (const { group } of knots) last.set(group, y);
  // What is part of a group hangs on its line.
  for (const { parent, id } of drawn.groups)
    last.set(parent, Math.max(last.get(parent) ?? 0, from.get(id)! - 8));
  return pieces.map((piece) => ({
    ...piece,
    strands: drawn.groups.flatMap(({ id, kind }) => {
      const top = Math.max(from.get(id)!, piece.y);
      const bottom = Math.min(last.get(id) ?? from.get(id)! + 14, piece.y + piece.height);
      return bottom > top ? [{ kind, weight: weights.of(id), x: x.get(id)!, from: top, to: bottom }] : [];
    }),
  }));
}

function drawing(drawn: Drawn, size: Size): Picture {
  const ground = groundFor(drawn, size);
  const weights = weigher(drawn);
  const { heads, height, y } = headsOf(ground, weights);
  const pieces: Piece[] = [{ y: 0, height, title: null, strands: [], heads, rows: [] }];
  for (const part of drawn.parts) {
    const before = pieces.at(-1)!;
    pieces.push(pieceOf(part, before.y + before.height, ground, weights));
  }
  return {
    width: ground.width,
    pieces: strandsThrough(pieces, ground, y, weights),
    knot: size.knot,
    isLarge: ground.width > size.most,
  };
}

/** The picture for a phone and for a wider page: the same things, drawn the same way each time. */
export const pictureOf = (drawn: Drawn): { narrow: Picture; wide: Picture } => ({
  narrow: drawing(drawn, sizes.narrow),
  wide: drawing(drawn, sizes.wide),
});
