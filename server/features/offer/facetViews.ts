import { ageGroups, problems, settings, targetGroups } from '../../../models/CareModule.ts';
import { offerStatuses } from '../../../models/CareUnit.ts';
import { type Language, languages } from '../../core/i18n.ts';
import { areaName, provinceWithCode } from '../../geography/geography.ts';
import type { Address } from './directoryPage.ts';
import { everywhere, type Facet, facets, unknown } from './facets.ts';
import type { Found } from './queries.ts';
import { type Catalogue, capitalised, languageName, type Reader, typeName } from './wording.ts';

export interface FacetView {
  name: Facet;
  legend: string;
  /** Folded away until somebody chooses in it: what fewer people look for. */
  folded: boolean;
  open: boolean;
  choices: { id: string; value: string; label: string; count: string; checked: boolean }[];
  /** What is chosen, each with the address without it. */
  chosen: { label: string; href: string }[];
}

const seldom: ReadonlySet<Facet> = new Set(['arrondissement', 'municipality', 'age', 'target', 'language']);

/** So many values that only the ones that give something are shown. */
const many: ReadonlySet<Facet> = new Set(['arrondissement', 'municipality', 'language']);
/** There are 565 municipalities: those of a province or arrondissement are shown once one is chosen. */
const mostMunicipalities = 60;

/** The printed order of the Flemish provinces, then the others as they may come. */
export const provinceOrder = [
  ...['BE-VAN', 'BE-VLI', 'BE-VOV', 'BE-VBR', 'BE-VWV', 'BE-BRU'],
  ...['BE-WBR', 'BE-WHT', 'BE-WLG', 'BE-WLX', 'BE-WNA', everywhere],
];

const listOrder: Partial<Record<Facet, readonly string[]>> = {
  province: provinceOrder,
  setting: settings,
  age: ageGroups,
  target: targetGroups,
  problem: problems,
  status: offerStatuses,
};

/** Comparing with a collator costs a tenth of what it costs without; making one costs more than a page. */
const collators = Object.fromEntries(
  languages.map((language) => [language, new Intl.Collator(language)]),
) as Record<Language, Intl.Collator>;

export function labelOf(facet: Facet, value: string, catalogue: Catalogue, reader: Reader): string {
  const { t, language } = reader;
  if (value === unknown) return t('offer.unknownChoice');
  if (facet === 'province') {
    return value === everywhere
      ? t('offer.place.everywhere')
      : areaName(provinceWithCode(value)?.nis ?? value, language);
  }
  if (facet === 'arrondissement' || facet === 'municipality') return areaName(value, language);
  if (facet === 'language') return capitalised(languageName(value, reader));
  if (facet === 'type') return typeName(value, catalogue, language);
  if (facet === 'setting') return t(`offer.settingChoice.${value}`);
  return capitalised(t(`offer.${facet}.${value}`));
}

/** Which values are worth showing: those chosen, and those that occur at all, or of many only those that give something. */
function shownValues(facet: Facet, { answer, query }: Found): string[] {
  const chosen = query.choices[facet];
  const counted = [...answer.counts[facet]].filter(([, count]) => count > 0 || !many.has(facet));
  const isNarrow =
    query.choices.province.length + query.choices.arrondissement.length + query.places.length > 0;
  if (facet === 'municipality' && !isNarrow && counted.length > mostMunicipalities) return chosen;
  const offered =
    facet === 'municipality' ? counted.sort((a, b) => b[1] - a[1]).slice(0, mostMunicipalities) : counted;
  return [...new Set([...offered.map(([value]) => value), ...chosen])];
}

/** The values on offer in a lasting order, with "not known" at the end, and what they are called. */
function valuesOf(facet: Facet, catalogue: Catalogue, found: Found, reader: Reader) {
  const order = facet === 'type' ? catalogue.moduleTypes.map((type) => type._id) : listOrder[facet];
  const rank = (value: string): number =>
    value === unknown ? Number.POSITIVE_INFINITY : (order?.indexOf(value) ?? 0);
  const named = shownValues(facet, found).map((value) => ({
    value,
    rank: rank(value),
    label: labelOf(facet, value, catalogue, reader),
  }));
  const { compare } = collators[reader.language];
  named.sort((a, b) => (a.rank === b.rank ? compare(a.label, b.label) : a.rank - b.rank));
  return named;
}

/** The filters with, for each choice, how many results it would give together with the rest. */
export function facetViews(
  catalogue: Catalogue,
  found: Found,
  address: Address,
  reader: Reader,
): FacetView[] {
  const views = facets.map((facet) => {
    const chosen = found.query.choices[facet];
    return {
      name: facet,
      legend: reader.t(`offer.facet.${facet}`),
      folded: seldom.has(facet),
      open: chosen.length > 0,
      choices: valuesOf(facet, catalogue, found, reader).map(({ value, label }) => ({
        id: `${facet}-${value}`,
        value,
        label,
        count: reader.number(found.answer.counts[facet].get(value) ?? 0),
        checked: chosen.includes(value),
      })),
      chosen: chosen.map((value) => ({
        label: labelOf(facet, value, catalogue, reader),
        href: address({ [facet]: chosen.filter((other) => other !== value) }),
      })),
    };
  });
  return views.filter(({ choices }) => choices.length > 0);
}
