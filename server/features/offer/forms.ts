import { z } from 'zod';
import { type Facet, facets } from './facets.ts';

/** Longest search text and place, and most values of one facet, that are looked at. */
const limits = { q: 200, place: 100, values: 40, page: 100_000 };
/** Most entries that can be gathered one by one: they stand in the address, which some servers cut at 8,000 characters. */
export const mostPicks = 100;
const idOfEntry = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Something in the address that cannot be used; the page says so and shows what the rest gives. */
export interface Refused {
  field: 'q' | 'place' | 'page' | 'sort' | 'exact' | 'old' | 'view' | 'pick' | Facet;
  value: string;
}

/** What an address asks for. Choices are still unchecked codes: which exist is for the directory to say. */
export interface Asked {
  q: string;
  place: string;
  choices: Record<Facet, string[]>;
  page: number;
  /** By likeness and then nearness, or the other way round. */
  sort: 'best' | 'near';
  /** Words are taken as they are typed. */
  exactly: boolean;
  /** What nobody confirmed for too long is there as well. */
  withOld: boolean;
  /** The same results as a list or as a map. */
  view: 'list' | 'map';
  /** Ids of entries gathered for a brochure. */
  picks: string[];
  refused: Refused[];
}

/** Values of one parameter as text; what is no text (nested objects) is shown as it came. */
function textsOf(value: unknown): string[] {
  if (value === undefined) return [];
  return (Array.isArray(value) ? value : [value]).map((one) =>
    typeof one === 'string' ? one : JSON.stringify(one),
  );
}

const readable = (text: string): string => text.replaceAll(/\p{Cc}+/gu, ' ').trim();

function readAddress(query: Record<string, unknown>): Asked {
  const refused: Refused[] = [];
  const one = (field: 'q' | 'place', longest: number): string => {
    const [first = '', ...others] = textsOf(query[field]).map(readable);
    for (const other of others) refused.push({ field, value: other });
    if (first.length <= longest) return first;
    refused.push({ field, value: first });
    return '';
  };
  const choices = Object.fromEntries(
    facets.map((facet) => {
      const values = [...new Set(textsOf(query[facet]).map(readable))].filter((value) => value !== '');
      for (const value of values.slice(limits.values)) refused.push({ field: facet, value });
      return [facet, values.slice(0, limits.values)];
    }),
  ) as Record<Facet, string[]>;
  // `province[a]=x`: a form of ours never sends that, and silently dropping it would show the wrong list.
  for (const [name, value] of Object.entries(query)) {
    const field = facets.find((facet) => name.startsWith(`${facet}[`));
    if (field) refused.push({ field, value: textsOf(value).join(' ') });
  }
  return {
    q: one('q', limits.q),
    place: one('place', limits.place),
    choices,
    page: pageOf(query.page, refused),
    sort: oneOf('sort', query.sort, ['best', 'near'], refused) as Asked['sort'],
    exactly: oneOf('exact', query.exact, ['0', '1'], refused) === '1',
    withOld: oneOf('old', query.old, ['0', '1'], refused) === '1',
    view: oneOf('view', query.view, ['list', 'map'], refused) as Asked['view'],
    picks: picksOf(query.pick, refused),
    refused,
  };
}

/** One of some values, the first when nothing is asked. */
function oneOf(
  field: 'sort' | 'exact' | 'old' | 'view',
  value: unknown,
  values: string[],
  refused: Refused[],
): string {
  const texts = textsOf(value);
  const [text = values[0]!, ...others] = texts;
  if (others.length === 0 && values.includes(text)) return text;
  refused.push({ field, value: texts.join(' ') });
  return values[0]!;
}

function picksOf(value: unknown, refused: Refused[]): string[] {
  const texts = [...new Set(textsOf(value).map((text) => text.toLowerCase()))].filter((text) => text !== '');
  const picks = texts.filter((text) => idOfEntry.test(text)).slice(0, mostPicks);
  for (const text of texts) if (!picks.includes(text)) refused.push({ field: 'pick', value: text });
  return picks;
}

function pageOf(value: unknown, refused: Refused[]): number {
  if (value === undefined) return 1;
  const [text = '', ...others] = textsOf(value);
  const page = /^\d{1,6}$/.test(text) ? Number(text) : 0;
  if (others.length === 0 && page >= 1 && page <= limits.page) return page;
  refused.push({ field: 'page', value: text });
  return 1;
}

/** Never refuses: a shared or mistyped address still shows a list, with a note about what was left out. */
export const offerSearchForm = z
  .unknown()
  .transform((query) => readAddress((query ?? {}) as Record<string, unknown>));
