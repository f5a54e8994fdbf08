import { flag } from './flags.ts';
import type { Axis, Kind } from './frame.ts';
import type { OfferLine } from './offerLines.ts';
import { aboutKind, apart, codesOf, forAnybody, notKnownIn } from './weighing.ts';

/** Where an entry belongs on an axis, three numbers each time: place, flags, and 1 or -1 as in `Combination`. */
type Spread = readonly number[];

/** An axis made ready for many entries: most of them share one of these spreads. */
interface Ready {
  readonly axis: Axis;
  /** The place of each code. */
  readonly places: ReadonlyMap<string, number>;
  /** By place, that of an entry with this code only. */
  readonly alone: readonly Spread[];
  readonly unknown: Spread;
}

function ready(axis: Axis): Ready {
  const places = new Map(axis.values.map((value, at) => [value, at]));
  const alone = axis.values.map((_value, at) => [at, 0, 1]);
  return { axis, places, alone, unknown: [axis.values.length, notKnownIn(axis.dimension), 1] };
}

const none: readonly number[] = [];

function placesOf(codes: readonly string[] | null, { places }: Ready): readonly number[] {
  if (codes === null || codes.length === 0) return none;
  const found: number[] = [];
  for (const code of codes) {
    const at = places.get(code);
    if (at !== undefined && !found.includes(at)) found.push(at);
  }
  return found;
}

function spreadOfCodes(codes: readonly string[], excluded: readonly number[], on: Ready): Spread {
  if (codes.length === 1 && excluded.length === 0) {
    const only = on.places.get(codes[0]!);
    return only === undefined ? none : on.alone[only]!;
  }
  const spread: number[] = [];
  for (const at of placesOf(codes, on)) if (!excluded.includes(at)) spread.push(at, 0, 1);
  for (const at of excluded) spread.push(at, flag.excluded, 1);
  return spread;
}

/**
 * The place behind the last code holds entries that are about all codes, or of which it is not known. An entry there
 * that turns some away is taken out again where these are asked, and put in as what it is to them: twice as often
 * as it has such codes, and not once for every code of the axis.
 */
function spreadOf(line: OfferLine, on: Ready): Spread {
  const { dimension, values } = on.axis;
  const codes = codesOf(line, dimension);
  const excluded = dimension === 'target' ? placesOf(line.excluded, on) : none;
  if (codes !== null && (codes.length > 0 || dimension === 'type' || dimension === 'setting'))
    return spreadOfCodes(codes, excluded, on);
  if (codes === null && excluded.length === 0) return on.unknown;
  const forAll = dimension === 'target' ? forAnybody(line) : 0;
  const flags = codes === null ? notKnownIn(dimension) : forAll;
  const spread = [values.length, flags, 1];
  for (const at of excluded) spread.push(at, flags, -1, at, flag.excluded, 1);
  return spread;
}

/** The types that are asked on these axes: at the place behind the last, none. */
export function typesAsked(axes: readonly Axis[], filters: Kind): (string | undefined)[] {
  const axis = axes.find(({ dimension }) => dimension === 'type');
  return [...(axis?.values ?? [filters.type]), undefined];
}

/**
 * Places on every axis at once, `perPlace` numbers each: bucket, flags, the place of the type that is asked there (as in
 * `typesAsked`), and a sign: 1 puts the entry in with these flags, -1 takes it out. One list is filled again and again.
 */
export interface Combinations {
  readonly numbers: number[];
  /** How many of the numbers hold. */
  size: number;
}
export const perPlace = 4;

/** All combinations so far with each place on one axis more. */
function withAxis(all: Combinations, spread: Spread, { dimension, values }: Axis, into: Combinations): void {
  const { numbers } = into;
  let size = 0;
  for (let from = 0; from < all.size; from += perPlace)
    for (let one = 0; one < spread.length; one += 3) {
      const at = spread[one]!;
      numbers[size++] = all.numbers[from]! * (values.length + 1) + at;
      numbers[size++] = all.numbers[from + 1]! | spread[one + 1]!;
      numbers[size++] = dimension === 'type' ? at : all.numbers[from + 2]!;
      numbers[size++] = all.numbers[from + 3]! * spread[one + 2]!;
    }
  into.size = size;
}

/** Where entries belong on the axes, as far as they pass the filters; what it answers holds until it is asked again. */
export function combinator(axes: readonly Axis[], filters: Kind): (line: OfferLine) => Combinations {
  const onAxes = axes.map(ready);
  const isFiltered = Object.values(filters).some((code) => code !== undefined);
  const nowhere: Combinations = { numbers: [], size: 0 };
  let found: Combinations = { numbers: [], size: 0 };
  let next: Combinations = { numbers: [], size: 0 };
  return (line) => {
    const about = isFiltered ? aboutKind(line, filters) : 0;
    if (about === apart) return nowhere;
    // Of an entry whose type is not known, none is asked: see `standardType`.
    const typeAt = line.types === null ? 1 : 0;
    const { numbers } = found;
    numbers[0] = 0;
    numbers[1] = about;
    numbers[2] = typeAt;
    numbers[3] = 1;
    found.size = perPlace;
    for (const on of onAxes) {
      withAxis(found, spreadOf(line, on), on.axis, next);
      [found, next] = [next, found];
    }
    return found;
  };
}

/** For each kind of the axes, in order, its buckets: on every axis that of its code and that of all codes. */
export function bucketsOfKinds(axes: readonly Axis[]): number[][] {
  return axes.reduce<number[][]>(
    (kinds, { values }) => {
      const size = values.length + 1;
      return kinds.flatMap((buckets) =>
        values.map((_value, at) => buckets.flatMap((one) => [one * size + at, one * size + values.length])),
      );
    },
    [[0]],
  );
}
