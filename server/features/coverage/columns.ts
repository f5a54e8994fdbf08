import type { Ground } from './decision.ts';
import { type Decision, decisionBy, grounds, shareOf, type Tally } from './decision.ts';
import { lineClasses } from './flags.ts';

/**
 * What the cells of a matrix come to, side by side in lists of numbers: making an object for each of many thousand
 * cells, of which a change makes some anew, took longer than adding them up.
 */
export interface Columns {
  /** Place in `grounds`. */
  readonly ground: Uint8Array;
  readonly share: Float64Array;
  readonly places: Float64Array;
  /** For each cell as many as there are `lineClasses`. */
  readonly counts: Uint32Array;
}

/** What one cell comes to, as an object. */
export interface CellSum extends Decision {
  /** How many entries of each class, in the order of `lineClasses`. */
  counts: readonly number[];
  /** Beds and places of what covers, as far as counted. */
  places: number;
}

const width = lineClasses.length;
const placeOfGround = new Map(grounds.map((ground, at) => [ground, at]));

export const columnsFor = (cells: number): Columns => ({
  ground: new Uint8Array(cells),
  share: new Float64Array(cells),
  places: new Float64Array(cells),
  counts: new Uint32Array(cells * width),
});

export function setCell(
  columns: Columns,
  at: number,
  ground: Ground,
  tally: Tally,
  population: number,
): void {
  columns.ground[at] = placeOfGround.get(ground)!;
  columns.share[at] = shareOf(tally, population);
  columns.places[at] = tally.places;
  columns.counts.set(tally.counts, at * width);
}

export const cellIn = ({ ground, share, places, counts }: Columns, at: number): CellSum => ({
  ...decisionBy(grounds[ground[at]!]!, share[at]!),
  counts: [...counts.subarray(at * width, (at + 1) * width)],
  places: places[at]!,
});
