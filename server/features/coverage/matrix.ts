import { type Buckets, fill, putIn, takeOut } from './buckets.ts';
import { type Asked, type Decision, decide } from './decision.ts';
import { type Axis, type Cell, type Dimension, dimensions, type Frame, type Kind } from './frame.ts';
import type { OfferLine } from './offerLines.ts';
import { tallyOf } from './sums.ts';
import type { Territory } from './territories.ts';
import { askedOf } from './verdict.ts';

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

export interface MatrixCell extends Decision {
  cell: Cell;
  /** How many entries of each class, in the order of `lineClasses`. */
  counts: readonly number[];
  /** Beds and places of what covers, as far as counted; and for each 10,000 inhabitants. */
  places: number;
  per10000: number | null;
}

export interface Matrix {
  look: Look;
  /** By area, then by the values of each axis in turn. */
  cells: MatrixCell[];
  /** Entries of which nobody knows where they are or for whom they work: they are in no cell. */
  unplaced: Set<string>;
  /** What the cells are added up from; only for `changed`. */
  readonly buckets: Buckets;
  readonly asked: readonly Asked[];
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

function cellOf(
  cell: Cell,
  { sums, perArea, ofKind }: Buckets,
  area: number,
  kind: number,
  asked: Asked,
): MatrixCell {
  const tally = tallyOf(sums, area * perArea, ofKind[kind]!);
  const { counts, places } = tally;
  const per10000 = asked.population === 0 ? null : (places * 10_000) / asked.population;
  return { ...decide(tally, asked), cell, counts, places, per10000 };
}

/**
 * Every cell of a look. Each entry is put once into the buckets of its own codes, areas and "not known", and each
 * cell adds up the few buckets that may be about it: the work grows with the entries, never with entries times cells.
 * A cell says what `verdict` says of it. The order of the lines does not matter.
 * @throws RangeError when a dimension is asked twice, or there is no area
 */
export function matrix(lines: Iterable<OfferLine>, look: Look): Matrix {
  const buckets = fill(lines, checked(look));
  const kinds = kindsOf(look);
  const cells: MatrixCell[] = [];
  const asked: Asked[] = [];
  for (const [at, where] of look.areas.entries()) {
    for (const [kindAt, kind] of kinds.entries()) {
      const cell = { ...kind, area: where.code };
      const question = askedOf(look.frame, cell, where);
      asked.push(question);
      cells.push(cellOf(cell, buckets, at, kindAt, question));
    }
  }
  return { look, cells, buckets, asked, unplaced: buckets.unplaced };
}

/**
 * Brings a matrix up to date in place after one entry changed, came (`line`) or went (null), and answers which cells
 * were worked out again, by their place in `cells`, in order: those the entry was or is in, no others.
 */
export function changed(whole: Matrix, id: string, line: OfferLine | null): number[] {
  const { buckets, cells, asked } = whole;
  const touched = new Set<number>();
  takeOut(buckets, id, touched);
  if (line) putIn(buckets, line, touched);
  const stale = new Set<number>();
  for (const bucket of touched) {
    const area = Math.floor(bucket / buckets.perArea);
    for (const kind of buckets.kindsIn[bucket % buckets.perArea]!)
      stale.add(area * buckets.ofKind.length + kind);
  }
  const order = [...stale].sort((a, b) => a - b);
  const kinds = buckets.ofKind.length;
  for (const at of order)
    cells[at] = cellOf(cells[at]!.cell, buckets, Math.floor(at / kinds), at % kinds, asked[at]!);
  return order;
}
