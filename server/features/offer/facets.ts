/** What can be filtered on, in the order in which it is shown; the names are those in the address. */
export const facets = [
  'province',
  'arrondissement',
  'municipality',
  'type',
  'setting',
  'age',
  'target',
  'problem',
  'language',
  'status',
] as const;
export type Facet = (typeof facets)[number];

/** What units are also found and counted by, without being a filter. */
export const traits = ['region', 'kind', 'centre', 'seat', 'somewhere'] as const;
export type Trait = (typeof traits)[number];

/** Value of a facet for what the source does not say. */
export const unknown = 'unknown';
/** Value of the province facet for what is online or in the whole of a region. */
export const everywhere = 'everywhere';

/** The facets a source may be silent about; leaving those entries out unseen would mislead. */
export const maybeUnknown: readonly Facet[] = ['type', 'setting', 'age', 'target', 'problem', 'language'];

/** Chosen values by facet: any of them within a facet, all facets together. */
export type Choices = Record<Facet, string[]>;

export const perFacet = <T>(make: (facet: Facet) => T): Record<Facet, T> =>
  Object.fromEntries(facets.map((facet) => [facet, make(facet)])) as Record<Facet, T>;

export const noChoices = (): Choices => perFacet(() => []);
