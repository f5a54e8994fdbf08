import { ageGroups, problems, settings, targetGroups } from '../../../models/CareModule.ts';
import { offerStatuses } from '../../../models/CareUnit.ts';
import type { Language } from '../../core/i18n.ts';
import { areaOf, provinceWithCode } from '../../geography/geography.ts';
import { type PlaceAnswer, resolvePlace } from '../../geography/places.ts';
import { type Entry, everywhere, type Facet, facets, unknown } from './entries.ts';
import { type Choices, type Counts, filterEntries, type Nearness, noChoices } from './filters.ts';
import type { Asked, Refused } from './forms.ts';
import type { OfferIndex } from './queries.ts';

/** Results on one page. */
export const pageSize = 50;

/** What a search came to. */
export interface Found {
  /** What was understood of the address: the same search again. */
  asked: { q: string; place: string; choices: Choices };
  refused: Refused[];
  /** Null when no place was asked for. */
  place: PlaceAnswer | null;
  /** One page of the results, in order. */
  shown: { entry: Entry; near: Nearness }[];
  total: number;
  page: number;
  pages: number;
  counts: Counts;
  /** For each facet with a choice: entries that would be there too if what is not known were chosen as well. */
  notKnown: number;
  /** When the text is about a problem or kind of help: entries of which the source does not say that. */
  silent: number;
  /** Entries online or in the whole of Flanders that would meet everything but the place. */
  elsewhere: number;
}

const known: Record<Exclude<Facet, 'type' | 'province' | 'arrondissement'>, readonly string[]> = {
  setting: settings,
  age: ageGroups,
  target: targetGroups,
  problem: problems,
  status: offerStatuses,
};

/** The value as we write it, or null when there is no such choice. */
function choiceOf(facet: Facet, value: string, index: OfferIndex): string | null {
  if (value === unknown && facet !== 'status') return unknown;
  if (facet === 'province')
    return value === everywhere ? everywhere : (provinceWithCode(value)?.code ?? null);
  if (facet === 'arrondissement') return areaOf(value)?.level === 'arrondissement' ? value : null;
  if (facet === 'type') return index.moduleTypes.some((type) => type._id === value) ? value : null;
  return known[facet].includes(value) ? value : null;
}

function checkChoices(asked: Asked, index: OfferIndex): { choices: Choices; refused: Refused[] } {
  const choices = noChoices();
  const refused = [...asked.refused];
  for (const facet of facets) {
    for (const value of asked.choices[facet]) {
      const choice = choiceOf(facet, value, index);
      if (choice === null) refused.push({ field: facet, value });
      else if (!choices[facet].includes(choice)) choices[facet].push(choice);
    }
  }
  return { choices, refused };
}

/** The facets a source may be silent about; leaving those entries out unseen would mislead. */
const maybeUnknown: readonly Facet[] = ['type', 'setting', 'age', 'target', 'problem'];

/** The same choices, with "not known" added wherever something is chosen that may be unknown. */
function withUnknown(choices: Choices): Choices {
  const widened = { ...choices };
  for (const facet of maybeUnknown) {
    if (choices[facet].length > 0) widened[facet] = [...new Set([...choices[facet], unknown])];
  }
  return widened;
}

/** Entries that meet the rest and may well help, but of which nobody wrote down with what. */
function silentOn(
  index: OfferIndex,
  choices: Choices,
  places: string[],
  matches: { entry: Entry }[],
): number {
  const found = new Set(matches.map(({ entry }) => entry));
  const silent = filterEntries(index.entries, { ...choices, problem: [unknown] }, places).matches;
  return silent.filter(({ entry }) => !found.has(entry)).length;
}

/** Runs a search. Pure: the index is all it looks at. */
export function search(index: OfferIndex, asked: Asked, language: Language): Found {
  const { choices, refused } = checkChoices(asked, index);
  const place = asked.place === '' ? null : resolvePlace(asked.place, language);
  const places = place?.kind === 'found' ? place.areas : [];
  const scores = asked.q === '' ? null : index.textsIn(language).find(asked.q);
  const candidates =
    scores === null ? index.entries : index.entries.filter((_, position) => scores.has(position));
  const { matches, counts } = filterEntries(candidates, choices, places);
  const scoreOf =
    scores === null ? null : new Map([...scores].map(([at, score]) => [index.entries[at]!, score]));
  const difference = (a: Entry, b: Entry): number =>
    scoreOf ? (scoreOf.get(b) ?? 0) - (scoreOf.get(a) ?? 0) : 0;
  matches.sort(
    (a, b) => difference(a.entry, b.entry) || a.near - b.near || a.entry.unit.order - b.entry.unit.order,
  );
  const pages = Math.max(1, Math.ceil(matches.length / pageSize));
  const page = Math.min(asked.page, pages);
  const also = (wider: Choices, where: string[]): number =>
    filterEntries(candidates, wider, where).matches.length;
  return {
    asked: { q: asked.q, place: asked.place, choices },
    refused,
    place,
    shown: matches.slice((page - 1) * pageSize, page * pageSize),
    total: matches.length,
    page,
    pages,
    counts,
    silent:
      scores !== null && index.topicsIn(language).find(asked.q)?.size
        ? silentOn(index, choices, places, matches)
        : 0,
    notKnown: also(withUnknown(choices), places) - matches.length,
    elsewhere: places.length > 0 ? also({ ...choices, province: [everywhere], arrondissement: [] }, []) : 0,
  };
}
