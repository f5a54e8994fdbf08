import type { Language, Translate } from '../core/i18n.ts';
import { allAreas, areaName, areaOf, whereabouts } from './geography.ts';

/** Of a platform: NIS codes it works for, and those within that belong to another. */
export interface PlatformTerritory {
  territory: string[];
  territoryWithout: string[];
}

/** The areas a platform works for: its territory, then the arrondissements in it. */
export function areasOfPlatform({ territory, territoryWithout }: PlatformTerritory): string[] {
  const lies = (nis: string, within: readonly string[]): boolean => {
    const { region, province, arrondissement } = whereabouts(nis);
    return [nis, region, province, arrondissement].some((one) => one !== null && within.includes(one));
  };
  const inside = [...allAreas()].filter(
    ({ nis, level }) =>
      (level === 'province' || level === 'arrondissement') &&
      lies(nis, territory) &&
      !lies(nis, territoryWithout),
  );
  return [...new Set([...territory, ...inside.map((one) => one.nis)])];
}

/** NIS codes of the arrondissements a platform works for. */
export const arrondissementsOfPlatform = (platform: PlatformTerritory): string[] =>
  areasOfPlatform(platform).filter((nis) => areaOf(nis)?.level === 'arrondissement');

/** The areas of these platforms by name; a province and an arrondissement of one name say which they are. */
export function areaChoices(
  { language, t }: { language: Language; t: Translate },
  platforms: PlatformTerritory[],
): { value: string; text: string }[] {
  const all = [...new Set(platforms.flatMap(areasOfPlatform))];
  const names = all.map((nis) => areaName(nis, language));
  return all.map((value, at) => {
    const name = names[at]!;
    const level = areaOf(value)?.level;
    const isTwice = names.filter((one) => one === name).length > 1;
    return { value, text: isTwice && level ? `${name} (${t(`offer.level.${level}`)})` : name };
  });
}
