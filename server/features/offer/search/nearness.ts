import { kilometresBetween } from '../../../geography/distance.ts';
import { areaOf, whereabouts } from '../../../geography/geography.ts';
import type { Nearness } from './query.ts';
import { kinds, type Values } from './values.ts';

/** Help in another province is shown too when it is as near as this, in kilometres. */
const acrossBorder = 25;

/** What the values of a row say of how near it is to the places somebody asked for. */
export interface Surroundings {
  /** How near a row with a value is. */
  near: Map<number, Nearness>;
  /** Kilometres to each municipality, by its value. */
  kilometres: Map<number, number>;
}

/** Works out, for the values that occur, how near they are to any of some areas (NIS codes). */
export function surroundings(values: Values, places: readonly string[]): Surroundings {
  const near: Surroundings['near'] = new Map();
  const kilometres: Surroundings['kilometres'] = new Map();
  for (const place of places) {
    const wanted = whereabouts(place);
    const province = wanted.province && areaOf(wanted.province)?.code;
    for (let value = 0; value < values.size; value++) {
      const [kind, code] = [kinds[values.kindOf(value)]!, values.codeOf(value)];
      const distance = kind === 'municipality' ? kilometresBetween(place, code) : null;
      if (distance !== null)
        kilometres.set(value, Math.min(distance, kilometres.get(value) ?? Number.POSITIVE_INFINITY));
      const isIt = kind === 'province' ? areaOf(place)?.code === code : kind !== 'seat' && code === place;
      const isAround =
        wanted.municipality !== null && kind === 'arrondissement' && code === wanted.arrondissement;
      const isIn = kind === 'province' && province !== null && code === province;
      const how = isIt
        ? 0
        : isAround
          ? 1
          : isIn || (distance !== null && distance <= acrossBorder)
            ? 2
            : null;
      if (how !== null) near.set(value, Math.min(how, near.get(value) ?? 2) as Nearness);
    }
  }
  return { near, kilometres };
}
