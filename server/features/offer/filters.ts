import { whereabouts } from '../../geography/geography.ts';
import { type Entry, type Facet, facets, type Row } from './entries.ts';

/** Chosen values by facet: any of them within a facet, all facets together. */
export type Choices = Record<Facet, string[]>;

export const noChoices = (): Choices =>
  Object.fromEntries(facets.map((facet) => [facet, []])) as unknown as Choices;

/** How many entries each value would give, together with everything chosen in the other facets. */
export type Counts = Record<Facet, Map<string, number>>;

/** How near: in the place itself, in its arrondissement, or elsewhere (or somewhere unknown) in its province. */
export type Nearness = 0 | 1 | 2;

/** How near an area is to a place; null when it is in another province or in a whole region. */
export function nearness(area: string, place: string): Nearness | null {
  const there = whereabouts(area);
  if (Object.values(there).includes(place)) return 0;
  const wanted = whereabouts(place);
  if (wanted.municipality !== null && there.arrondissement === wanted.arrondissement && there.arrondissement)
    return 1;
  return there.province !== null && there.province === wanted.province ? 2 : null;
}

/** The nearest of a row's areas to any of the places; 0 without a place. */
function rowNearness(row: Row, places: string[]): Nearness | null {
  if (places.length === 0) return 0;
  let best: Nearness | null = null;
  for (const area of row.areas) {
    for (const place of places) {
      const near = nearness(area, place);
      if (near !== null && (best === null || near < best)) best = near;
    }
  }
  return best;
}

function failures(row: Row, choices: Choices): Facet[] {
  return facets.filter(
    (facet) =>
      choices[facet].length > 0 && !choices[facet].some((value) => row.values[facet].includes(value)),
  );
}

/** Values of one entry that were counted already, so that two modules of one centre count as one. */
type Seen = Record<Facet, Set<string>>;

function countRow(row: Row, failing: Facet[], seen: Seen, counts: Counts): void {
  if (failing.length > 1) return;
  for (const facet of failing.length === 1 ? failing : facets) {
    for (const value of row.values[facet]) {
      if (seen[facet].has(value)) continue;
      seen[facet].add(value);
      counts[facet].set(value, (counts[facet].get(value) ?? 0) + 1);
    }
  }
}

const perFacet = <T>(make: () => T): Record<Facet, T> =>
  Object.fromEntries(facets.map((facet) => [facet, make()])) as Record<Facet, T>;

export interface Filtered {
  /** Entries that meet everything, each with how near it is. */
  matches: { entry: Entry; near: Nearness }[];
  counts: Counts;
}

/** Applies place and choices to the candidates and counts in the same walk. Linear in the number of modules. */
export function filterEntries(candidates: Iterable<Entry>, choices: Choices, places: string[]): Filtered {
  const counts: Counts = perFacet(() => new Map<string, number>());
  const matches: Filtered['matches'] = [];
  for (const entry of candidates) {
    const seen: Seen = perFacet(() => new Set<string>());
    let best: Nearness | null = null;
    for (const row of entry.rows) {
      const near = rowNearness(row, places);
      if (near === null) continue;
      const failing = failures(row, choices);
      countRow(row, failing, seen, counts);
      if (failing.length === 0 && (best === null || near < best)) best = near;
    }
    if (best !== null) matches.push({ entry, near: best });
  }
  return { matches, counts };
}
