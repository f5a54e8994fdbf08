import { ageGroups, problems, settings, targetGroups } from '../../../models/CareModule.ts';
import { offerStatuses } from '../../../models/CareUnit.ts';
import { brusselsDay, type Language } from '../../core/i18n.ts';
import { areaOf, provinceWithCode } from '../../geography/geography.ts';
import { type PlaceAnswer, resolvePlace } from '../../geography/places.ts';
import { type Choices, everywhere, type Facet, facets, noChoices, unknown } from './facets.ts';
import type { Asked, Refused } from './forms.ts';
import type { OfferQuery } from './search/query.ts';
import { spokenLanguages } from './upkeep/catalogue.ts';
import type { Catalogue } from './wording.ts';

/** Results on one page. */
export const pageSize = 50;

const known: Partial<Record<Facet, readonly string[]>> = {
  setting: settings,
  age: ageGroups,
  target: targetGroups,
  problem: problems,
  status: offerStatuses,
};

/** "nl", "ar", "pt-BR": a language that has a name. */
function isSpoken(code: string): boolean {
  if (spokenLanguages.some((one) => one === code)) return true;
  if (!/^[a-z]{2,3}(-[A-Z]{2})?$/.test(code)) return false;
  try {
    return new Intl.DisplayNames('en', { type: 'language', fallback: 'none' }).of(code) !== undefined;
  } catch {
    return false; // not even of the form of a language
  }
}

/** The value as we write it, or null when there is no such choice. */
function choiceOf(facet: Facet, value: string, catalogue: Catalogue): string | null {
  if (value === unknown && facet !== 'status') return unknown;
  switch (facet) {
    case 'province':
      return value === everywhere ? everywhere : (provinceWithCode(value)?.code ?? null);
    case 'arrondissement':
    case 'municipality':
      return areaOf(value)?.level === facet ? value : null;
    case 'type':
      return catalogue.moduleTypes.some((type) => type._id === value) ? value : null;
    case 'language':
      return isSpoken(value) ? value : null;
    default:
      return known[facet]?.includes(value) ? value : null;
  }
}

function checkChoices(asked: Asked, catalogue: Catalogue): { choices: Choices; refused: Refused[] } {
  const choices = noChoices();
  const refused = [...asked.refused];
  for (const facet of facets) {
    for (const value of asked.choices[facet]) {
      const choice = choiceOf(facet, value, catalogue);
      if (choice === null) refused.push({ field: facet, value });
      else if (!choices[facet].includes(choice)) choices[facet].push(choice);
    }
  }
  return { choices, refused };
}

/** What an address comes to. */
export interface Understood {
  query: OfferQuery;
  /** What was typed as a place. */
  typedPlace: string;
  /** What nobody confirmed for too long is asked for as well. */
  withOld: boolean;
  view: Asked['view'];
  picks: string[];
  /** Null when no place was asked for. */
  place: PlaceAnswer | null;
  refused: Refused[];
}

/** Checks what an address asks against what there is. Pure. */
export function understand(asked: Asked, catalogue: Catalogue, language: Language, now: Date): Understood {
  const { choices, refused } = checkChoices(asked, catalogue);
  const place = asked.place === '' ? null : resolvePlace(asked.place, language);
  return {
    query: {
      ...{ language, choices, text: asked.q, exactly: asked.exactly, sort: asked.sort, page: asked.page },
      places: place?.kind === 'found' ? place.areas : [],
      today: brusselsDay(now),
      pageSize,
    },
    ...{ typedPlace: asked.place, withOld: asked.withOld, place, refused },
    ...{ view: asked.view, picks: asked.picks },
  };
}
