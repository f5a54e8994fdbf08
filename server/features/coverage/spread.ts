import type { Axis, Kind } from './frame.ts';
import type { OfferLine } from './offerLines.ts';
import { aboutCode, aboutKind, apart, codesOf, forAnybody, notKnownIn } from './weighing.ts';

/** Place on an axis, and the flags that come with it there. */
type Spread = readonly (readonly [at: number, flags: number])[];

/** The place behind the last code holds entries that are about all codes, or of which it is not known. */
function spreadOf(line: OfferLine, { dimension, values }: Axis, places: ReadonlyMap<string, number>): Spread {
  const all = values.length;
  const codes = codesOf(line, dimension);
  if (dimension === 'target' && line.excluded?.some((code) => places.has(code))) {
    // Turned away here and perhaps welcome there: no one place holds for all codes.
    const spread = values.map((code, at) => [at, aboutCode(line, dimension, code)] as const);
    return spread.filter(([, flags]) => flags !== apart);
  }
  if (codes === null) return [[all, notKnownIn(dimension)]];
  if (codes.length > 0 || dimension === 'type' || dimension === 'setting') {
    const known = new Set(codes.map((code) => places.get(code)).filter((at) => at !== undefined));
    return [...known].map((at) => [at, 0]);
  }
  return [[all, dimension === 'target' ? forAnybody(line) : 0]];
}

/** A place on every axis at once, as one number. */
export interface Combination {
  bucket: number;
  flags: number;
  /** The type that is asked there, if one is. */
  type: string | undefined;
}

/** Where entries belong on the axes, as far as they pass the filters. */
export function combinator(axes: readonly Axis[], filters: Kind): (line: OfferLine) => Combination[] {
  const places = axes.map(({ values }) => new Map(values.map((value, at) => [value, at])));
  return (line) => {
    const flags = aboutKind(line, filters);
    if (flags === apart) return [];
    let found: Combination[] = [{ bucket: 0, flags, type: filters.type }];
    for (const [at, axis] of axes.entries()) {
      const spread = spreadOf(line, axis, places[at]!);
      const size = axis.values.length + 1;
      found = found.flatMap((one) =>
        spread.map(([place, more]) => ({
          bucket: one.bucket * size + place,
          flags: one.flags | more,
          type: axis.dimension === 'type' ? axis.values[place] : one.type,
        })),
      );
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
