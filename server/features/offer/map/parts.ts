import { areaOf, whereabouts } from '../../../geography/geography.ts';
import { arrondissementOutlines } from '../../../geography/outlines.ts';
import type { OfferAnswer, OfferQuery } from '../search/query.ts';
import { provincesAsked } from './frame.ts';

/** NIS code of a province, or of Brussels, with those of its arrondissements. */
export const partsOfProvinces: ReadonlyMap<string, readonly string[]> = partsByProvince();

function partsByProvince(): Map<string, string[]> {
  const parts = new Map<string, string[]>();
  for (const { nis } of arrondissementOutlines) {
    const province = whereabouts(nis).province ?? '';
    parts.set(province, [...(parts.get(province) ?? []), nis]);
  }
  return parts;
}

/** Brussels and Walloon Brabant have one arrondissement: what is somewhere in them is in it. */
export const isWhole = (province: string): boolean => partsOfProvinces.get(province)?.length === 1;

/** How many results there are in each arrondissement (NIS code). */
export function countsByPart({ counts }: OfferAnswer, query: OfferQuery): ReadonlyMap<string, number> {
  const asked = provincesAsked(query);
  return new Map(
    arrondissementOutlines.map(({ nis }) => {
      const province = whereabouts(nis).province ?? '';
      const code = areaOf(province)?.code ?? '';
      const isAsked = asked === null || asked.has(province);
      const count = isWhole(province) && isAsked ? counts.province.get(code) : counts.arrondissement.get(nis);
      return [nis, count ?? 0];
    }),
  );
}
