import { ageGroups, problems, settings, targetGroups } from '../../../models/CareModule.ts';
import { offerStatuses } from '../../../models/CareUnit.ts';
import { areaName, provinceWithCode } from '../../geography/geography.ts';
import type { Address } from './directoryPage.ts';
import { everywhere, type Facet, facets, unknown } from './entries.ts';
import type { OfferIndex } from './queries.ts';
import type { Found } from './search.ts';
import { capitalised, type Reader, typeName } from './wording.ts';

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

const seldom: ReadonlySet<Facet> = new Set(['arrondissement', 'age', 'target']);

/** The printed order of the Flemish provinces, then the others as they may come. */
const provinceOrder = [
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

function labelOf(facet: Facet, value: string, index: OfferIndex, reader: Reader): string {
  const { t, language } = reader;
  if (value === unknown) return t('offer.unknownChoice');
  if (facet === 'province') {
    return value === everywhere
      ? t('offer.place.everywhere')
      : areaName(provinceWithCode(value)?.nis ?? value, language);
  }
  if (facet === 'arrondissement') return areaName(value, language);
  if (facet === 'type') return typeName(value, index, language);
  if (facet === 'setting') return t(`offer.settingChoice.${value}`);
  return capitalised(t(`offer.${facet}.${value}`));
}

/** The values on offer: those that occur at all and those chosen, in a lasting order with "not known" at the end. */
function valuesOf(facet: Facet, index: OfferIndex, found: Found, reader: Reader): string[] {
  const values = [...new Set([...index.present[facet].keys(), ...found.asked.choices[facet]])];
  const order = facet === 'type' ? index.moduleTypes.map((type) => type._id) : listOrder[facet];
  const rank = (value: string): number =>
    value === unknown ? Number.POSITIVE_INFINITY : (order?.indexOf(value) ?? 0);
  const name = (value: string): string => labelOf(facet, value, index, reader);
  return values.sort((a, b) => {
    const [left, right] = [rank(a), rank(b)];
    return left === right ? name(a).localeCompare(name(b), reader.language) : left - right;
  });
}

/** The filters with, for each choice, how many results it would give together with the rest. */
export function facetViews(index: OfferIndex, found: Found, address: Address, reader: Reader): FacetView[] {
  return facets.map((facet) => {
    const chosen = found.asked.choices[facet];
    return {
      name: facet,
      legend: reader.t(`offer.facet.${facet}`),
      folded: seldom.has(facet),
      open: chosen.length > 0,
      choices: valuesOf(facet, index, found, reader).map((value) => ({
        id: `${facet}-${value}`,
        value,
        label: labelOf(facet, value, index, reader),
        count: reader.number(found.counts[facet].get(value) ?? 0),
        checked: chosen.includes(value),
      })),
      chosen: chosen.map((value) => ({
        label: labelOf(facet, value, index, reader),
        href: address({ [facet]: chosen.filter((other) => other !== value) }),
      })),
    };
  });
}
