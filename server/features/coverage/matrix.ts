import { type Buckets, emptyBuckets, put } from './buckets.ts';
import { type CellSum, type Columns, cellIn, columnsFor, setCell } from './columns.ts';
import { type Asked, whatDecides } from './decision.ts';
import {
  type Axis,
  type Cell,
  type Dimension,
  dimensions,
  type Frame,
  type Kind,
  wantedBy,
} from './frame.ts';
import type { OfferLine } from './offerLines.ts';
import { type Placer, placer } from './placement.ts';
import { addUp, emptyTally } from './sums.ts';
import type { Territory } from './territories.ts';

/**
 * How to look at an inventory. A page crosses two: areas with one axis, or two axes in one area; the rest are
 * filters. What is kept for many pages crosses three.
 */
export interface Look {
  /** At least one. */
  areas: readonly Territory[];
  axes: readonly Axis[];
  filters: Kind;
  frame: Frame;
  /** YYYY-MM-DD */
  day: string;
}

export interface MatrixCell extends CellSum {
  cell: Cell;
  /** Places for each 10,000 inhabitants; null where nobody lives. */
  per10000: number | null;
}

export interface Matrix {
  readonly look: Look;
  /** Of the cells of one area, in order. Cells stand by area, then by the values of each axis in turn. */
  readonly kinds: readonly Kind[];
  readonly columns: Columns;
  /** Entries of which nobody knows where they are or for whom they work: they are in no cell. */
  readonly unplaced: ReadonlySet<string>;
  /** What the cells are added up from; only for `changed`. */
  readonly buckets: Buckets;
  /** By cell. */
  readonly wanted: readonly (number | null)[];
}

/** The kinds of the cells of one area, in order. */
function kindsOf({ axes, filters }: Look): Kind[] {
  return axes.reduce<Kind[]>(
    (kinds, { dimension, values }) =>
      kinds.flatMap((kind) => values.map((value) => ({ ...kind, [dimension]: value }))),
    [filters],
  );
}

function checked(look: Look): Look {
  const asked: Dimension[] = look.axes.map((axis) => axis.dimension);
  const twice = dimensions.find(
    (one) => asked.filter((other) => other === one).length + (look.filters[one] === undefined ? 0 : 1) > 1,
  );
  if (twice) throw new RangeError(`${twice} is asked twice`);
  if (look.areas.length === 0) throw new RangeError('a matrix is of at least one area');
  return look;
}

/** Adds up cells, by their places. */
function workOut({ look, kinds, columns, buckets, wanted }: Matrix, which: readonly number[]): void {
  const { areas, frame } = look;
  const tally = emptyTally();
  const asked: Asked = { population: 0, share: frame.travel.share, per10000: null };
  for (const at of which) {
    const area = Math.floor(at / kinds.length);
    asked.population = areas[area]!.population;
    asked.per10000 = wanted[at]!;
    addUp(buckets.sums, area, buckets.ofKind[at % kinds.length]!, tally);
    setCell(columns, at, whatDecides(tally, asked), tally, asked.population);
  }
}

/**
 * Every cell of a look. Each entry is put once into the buckets of its own codes, areas and "not known", and each
 * cell adds up the few buckets that may be about it: the work grows with the entries, never with entries times cells.
 * A cell says what `verdict` says of it. The order of the lines does not matter.
 * @param placed for whoever looks more than once at these areas
 * @throws RangeError when a dimension is asked twice, or there is no area
 */
export function matrix(
  lines: Iterable<OfferLine>,
  look: Look,
  placed: Placer = placer(look.areas, look.frame),
): Matrix {
  const buckets = emptyBuckets(checked(look), placed);
  for (const line of lines) put(buckets, line, 1);
  const kinds = kindsOf(look);
  const wants = wantedBy(look.frame);
  const wanted = look.areas.flatMap(({ level, around }) => kinds.map((kind) => wants(kind, level, around)));
  const columns = columnsFor(wanted.length);
  const whole: Matrix = { look, kinds, columns, buckets, wanted, unplaced: buckets.unplaced };
  workOut(whole, [...wanted.keys()]);
  return whole;
}

/** What one cell comes to, by its place. */
export function cellAt({ look, kinds, columns }: Matrix, at: number): MatrixCell {
  const { code, population } = look.areas[Math.floor(at / kinds.length)]!;
  const sum = cellIn(columns, at);
  const per10000 = population === 0 ? null : (sum.places * 10_000) / population;
  return { ...sum, cell: { ...kinds[at % kinds.length], area: code }, per10000 };
}

/** All cells, in order. */
export const cellsOf = (whole: Matrix): MatrixCell[] =>
  Array.from(whole.wanted, (_wanted, at) => cellAt(whole, at));

/**
 * Brings a matrix up to date in place after an entry changed, came (it was null before) or went (it is null after),
 * and answers which cells were worked out again, by their place, in order: those the entry was or is in, no others.
 * @param before just what was put in: it is taken out again by what it says
 */
export function changed(whole: Matrix, before: OfferLine | null, after: OfferLine | null): number[] {
  const { buckets, kinds, wanted } = whole;
  const touched = new Set<number>();
  if (before) put(buckets, before, -1, touched);
  if (after) put(buckets, after, 1, touched);
  const { perArea } = buckets.sums;
  const isStale = new Uint8Array(wanted.length);
  for (const bucket of touched) {
    const first = Math.floor(bucket / perArea) * kinds.length;
    for (const kind of buckets.kindsIn[bucket % perArea]!) isStale[first + kind] = 1;
  }
  const stale: number[] = [];
  for (let at = 0; at < isStale.length; at++) if (isStale[at] === 1) stale.push(at);
  workOut(whole, stale);
  return stale;
}
