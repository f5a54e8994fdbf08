import { type Alike, alike, step, steps } from './alike.ts';
import { flag } from './flags.ts';
import type { Axis, Kind } from './frame.ts';
import type { OfferLine } from './offerLines.ts';
import { aboutKind, apart, codesOf, forAnybody, notKnownIn } from './weighing.ts';

/** Where an entry belongs on an axis, three numbers each time: place, flags, and 1 or -1 as in `Combination`. */
type Spread = readonly number[];

/** An axis made ready for many entries: those that say the same share a spread. */
interface Ready {
  readonly axis: Axis;
  /** The place of each code. */
  readonly places: ReadonlyMap<string, number>;
  readonly known: Alike<Spread>;
}

const ready = (axis: Axis): Ready => ({
  axis,
  places: new Map(axis.values.map((value, at) => [value, at])),
  known: alike(),
});

const placesOf = (codes: readonly string[], { places }: Ready): number[] => [
  ...new Set(codes.map((code) => places.get(code)).filter((at) => at !== undefined)),
];

/**
 * The place behind the last code holds entries that are about all codes, or of which it is not known. An entry there
 * that turns some away is taken out again where these are asked, and put in as what it is to them: twice as often
 * as it has such codes, and not once for every code of the axis.
 */
function spreadOfAll(flags: number, excluded: readonly number[], { axis }: Ready): Spread {
  return [axis.values.length, flags, 1, ...excluded.flatMap((at) => [at, flags, -1, at, flag.excluded, 1])];
}

function makeSpread(line: OfferLine, on: Ready): Spread {
  const { dimension } = on.axis;
  const codes = codesOf(line, dimension);
  const excluded = dimension === 'target' ? placesOf(line.excluded ?? [], on) : [];
  if (codes === null) return spreadOfAll(notKnownIn(dimension), excluded, on);
  if (codes.length === 0 && dimension !== 'type' && dimension !== 'setting')
    return spreadOfAll(dimension === 'target' ? forAnybody(line) : 0, excluded, on);
  const included = placesOf(codes, on).filter((at) => !excluded.includes(at));
  return [...included.flatMap((at) => [at, 0, 1]), ...excluded.flatMap((at) => [at, flag.excluded, 1])];
}

function spreadOf(line: OfferLine, on: Ready): Spread {
  const codes = codesOf(line, on.axis.dimension);
  let same = codes === null ? step(on.known, null) : steps(on.known, codes);
  if (on.axis.dimension === 'target')
    same = line.excluded === null ? step(same, null) : steps(step(same, '<'), line.excluded);
  same.value ??= makeSpread(line, on);
  return same.value;
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

/** The types that are asked on these axes: at the place behind the last, none. */
export function typesAsked(axes: readonly Axis[], filters: Kind): (string | undefined)[] {
  const axis = axes.find(({ dimension }) => dimension === 'type');
  return [...(axis?.values ?? [filters.type]), undefined];
}

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
  const aboutFilters = aboutKind(filters);
  const nowhere: Combinations = { numbers: [], size: 0 };
  let found: Combinations = { numbers: [], size: 0 };
  let next: Combinations = { numbers: [], size: 0 };
  return (line) => {
    const about = aboutFilters(line);
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
