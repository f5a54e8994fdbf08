import { sort } from '../buckets.ts';
import { grounds } from '../decision.ts';
import { flag, placeOf } from '../flags.ts';
import { cellsOf, type Matrix } from '../matrix.ts';
import type { OfferLine } from '../offerLines.ts';

/** What an entry does not say, or says too long ago, so that cells are unknown. */
export const lacks = [
  'typeUnknown',
  'settingUnknown',
  'ageUnknown',
  'targetUnknown',
  'problemUnknown',
  'exclusionUnknown',
  'placeUnknown',
  'undated',
  'old',
  'waitingUnknown',
  'waitingOld',
  'places',
] as const;
export type Lack = (typeof lacks)[number];

/** An entry that leaves cells unknown. */
export interface ToAsk {
  id: string;
  /** How many unknown cells what it does not say may decide. */
  cells: number;
  lacks: Lack[];
}

const unknown = placeOf('unknown');
const covers = placeOf('covers');
/** Beside the flags of an entry: its places are not counted. */
const uncounted = 1 << 30;

const bits: readonly (readonly [Lack, number])[] = lacks.map((lack) => [
  lack,
  lack === 'places' ? uncounted : flag[lack],
]);
const waits = flag.waitingUnknown | flag.waitingOld;

/** For each bucket, how many unknown cells add it up: those nobody knows enough about, and those short of counted places. */
function unknownOver({ look, buckets, columns }: Matrix): { enough: Uint32Array; counted: Uint32Array } {
  const { kindsIn, ofKind, sums } = buckets;
  const { perArea } = sums;
  const size = look.areas.length * perArea;
  const [enough, counted] = [new Uint32Array(size), new Uint32Array(size)];
  for (let bucket = 0; bucket < size; bucket++) {
    const first = Math.floor(bucket / perArea) * ofKind.length;
    for (const kind of kindsIn[bucket % perArea]!) {
      const ground = grounds[columns.ground[first + kind]!];
      if (ground === 'unknown') enough[bucket]!++;
      else if (ground === 'placesUnknown') counted[bucket]!++;
    }
  }
  return { enough, counted };
}

interface Found {
  cells: number;
  flags: number;
}

/** Adds what one matrix says; each entry is looked at once, in the buckets it stands in, never in each cell. */
function addFrom(matrix: Matrix, lines: Iterable<OfferLine>, found: Map<string, Found>): void {
  const { buckets } = matrix;
  const { enough, counted } = unknownOver(matrix);
  const known = matrix.look.frame.waiting.mustBeKnown ? 0 : waits;
  for (const line of lines) {
    let cells = 0;
    let flags = 0;
    sort(buckets, line, (inArea, lineClass, { at }, sign, weighed) => {
      const bucket = at * buckets.sums.perArea + inArea;
      const isShort = lineClass === covers && line.placeCount === null;
      const over = lineClass === unknown ? enough[bucket]! : isShort ? counted[bucket]! : 0;
      if (over === 0) return;
      cells += sign * over;
      flags |= isShort ? uncounted : weighed & ~known;
    });
    if (cells === 0) continue;
    const before = found.get(line.id);
    found.set(line.id, { cells: cells + (before?.cells ?? 0), flags: flags | (before?.flags ?? 0) });
  }
}

/** Cells that are unknown. */
export const unknownIn = (matrix: Matrix): number =>
  cellsOf(matrix).filter(({ verdict }) => verdict === 'unknown').length;

/**
 * The entries that leave cells of these matrices unknown, those that leave the most so first, equals by id. An entry
 * counts for a cell where it is one of those the cell is unknown by. The matrices ask different cells; the work
 * grows with the entries plus the cells.
 * @param lines those the matrices are of
 */
export function toAskFirst(matrices: readonly Matrix[], lines: Iterable<OfferLine>): ToAsk[] {
  const found = new Map<string, Found>();
  for (const one of matrices) addFrom(one, lines, found);
  return [...found]
    .map(([id, { cells, flags }]) => ({
      ...{ id, cells },
      lacks: bits.filter(([, bit]) => flags & bit).map(([lack]) => lack),
    }))
    .sort((a, b) => b.cells - a.cells || (a.id < b.id ? -1 : 1));
}
