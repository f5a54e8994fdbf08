import { country, type Frame, frameOfBox } from '../../../geography/drawing.ts';
import { areaOf, provinceWithCode, whereabouts } from '../../../geography/geography.ts';
import { arrondissementOutlines, type Box, provinceFrames } from '../../../geography/outlines.ts';
import { everywhere, unknown } from '../facets.ts';
import type { OfferQuery } from '../search/query.ts';

/** What the map shows: the country, one province, or one arrondissement with its municipalities. */
export type Extent = { level: 'country'; nis: null } | { level: 'province' | 'arrondissement'; nis: string };

type Chosen = Pick<OfferQuery, 'choices' | 'places'>;

const isArea = (value: string): boolean => value !== unknown && value !== everywhere;

/** One arrondissement or one province that is chosen is looked at closely; of several nobody can say which. */
export function extentOf({ choices }: Chosen): Extent {
  const arrondissements = choices.arrondissement.filter(isArea);
  if (arrondissements.length === 1) return { level: 'arrondissement', nis: arrondissements[0]! };
  const provinces = choices.province.filter(isArea);
  const [only, ...others] = provinces.map((code) => provinceWithCode(code)?.nis);
  if (arrondissements.length === 0 && only && others.length === 0) return { level: 'province', nis: only };
  return { level: 'country', nis: null };
}

/** NIS codes of the provinces somebody looks in; null when it is everywhere. */
export function provincesAsked({ choices, places }: Chosen): Set<string> | null {
  const chosen = choices.province.filter(isArea).map((code) => provinceWithCode(code)?.nis ?? '');
  const around = places.map((nis) => whereabouts(nis).province ?? '');
  const asked = [...chosen, ...around].filter((nis) => nis !== '');
  return asked.length > 0 ? new Set(asked) : null;
}

const boxOf = ({ level, nis }: Extent): Box => {
  if (level === 'country') return country;
  if (level === 'province') return provinceFrames.get(nis)?.box ?? country;
  return arrondissementOutlines.find((one) => one.nis === nis)?.box ?? country;
};

/** As large as fits, with a margin for what stands at the border. */
export const frameOf = (extent: Extent): Frame =>
  frameOfBox(boxOf(extent), extent.level === 'country' ? 0 : 24);

/** The province, by its ISO code, that an arrondissement lies in. */
export const provinceCodeOf = (nis: string): string => areaOf(whereabouts(nis).province ?? '')?.code ?? '';
