import type { PlatformRecord } from '../../../../models/Platform.ts';
import type { Language } from '../../../core/i18n.ts';
import { adjoining } from '../../../geography/adjoining.ts';
import { allAreas, areaName, areaOf, whereabouts } from '../../../geography/geography.ts';
import type { AskedArea } from '../service/asked.ts';
import { areaMadeOf, membersOf, municipalities, territoriesAt } from '../territories.ts';
import type { NamedZone } from '../zones/queries.ts';
import { belgium, type Level } from './forms.ts';

/** An area to look at, under the heading it stands below. */
export interface PlacedArea {
  asked: AskedArea;
  /** The heading: a NIS code, the code of a platform, or one of the two words. */
  group: string | 'own' | 'around';
}

/** Where one looks: the territory of a platform with what adjoins it, or the country. */
export interface Within {
  /** Id of the platform, or `belgium`. */
  code: string;
  /** NIS codes of its municipalities. */
  own: ReadonlySet<string>;
}

const municipalitiesIn = (areas: readonly string[]): string[] =>
  areas.flatMap(membersOf).map((at) => municipalities[at]!);

export const everywhere: Within = { code: belgium, own: new Set(municipalities) };

export function withinPlatform({ _id, territory, territoryWithout }: PlatformRecord): Within {
  const without = new Set(municipalitiesIn(territoryWithout));
  return { code: _id, own: new Set(municipalitiesIn(territory).filter((nis) => !without.has(nis))) };
}

const codesAt = (level: 'province' | 'arrondissement'): string[] =>
  territoriesAt(level).map(({ code }) => code);

const around = (level: 'province' | 'arrondissement', nis: string): string => whereabouts(nis)[level] ?? nis;

/** The arrondissements of a territory, then those beside them. */
function arrondissementsOf({ own }: Within): { own: string[]; beside: string[] } {
  const mine = new Set([...own].map((nis) => around('arrondissement', nis)));
  const beside = new Set([...mine].flatMap((nis) => adjoining.get(nis) ?? []));
  const all = codesAt('arrondissement');
  return {
    own: all.filter((nis) => mine.has(nis)),
    beside: all.filter((nis) => beside.has(nis) && !mine.has(nis)),
  };
}

const placed = (codes: readonly string[], group: (nis: string) => string): PlacedArea[] =>
  codes.map((code) => ({ asked: { code }, group: group(code) }));

/** The provinces in which a territory and what adjoins it lie. */
function provincesOf(within: Within): PlacedArea[] {
  if (within.code === belgium) return placed(codesAt('province'), () => belgium);
  const { own, beside } = arrondissementsOf(within);
  const mine = new Set(own.map((nis) => around('province', nis)));
  const others = new Set(beside.map((nis) => around('province', nis)));
  const all = codesAt('province');
  return [
    ...placed(
      all.filter((nis) => mine.has(nis)),
      () => 'own',
    ),
    ...placed(
      all.filter((nis) => others.has(nis) && !mine.has(nis)),
      () => 'around',
    ),
  ];
}

/** NIS code of the province whose municipalities are shown when none is chosen. */
export const firstProvince = (within: Within): string => {
  const [first = municipalities[0]!] = within.own;
  return around('province', first);
};

type Areas = (within: Within, province: string, zones: readonly NamedZone[]) => PlacedArea[];

const byLevel: Readonly<Record<Level, Areas>> = {
  province: provincesOf,
  arrondissement: (within) => {
    if (within.code === belgium) return placed(codesAt('arrondissement'), (nis) => around('province', nis));
    const { own, beside } = arrondissementsOf(within);
    return [...placed(own, () => 'own'), ...placed(beside, () => 'around')];
  },
  municipality: (_within, province) =>
    placed(municipalitiesIn([province]), (nis) => around('arrondissement', nis)),
  zone: (within, _province, zones) =>
    zones.map(({ code, parts, platform }) => ({
      asked: { code, parts },
      group: within.code === belgium ? platform : 'own',
    })),
};

/** The areas of a level to look at, in the order of Belgium's codes; zones in the order they were added. */
export const areasAt = (
  level: Level,
  within: Within,
  province: string,
  zones: readonly NamedZone[],
): PlacedArea[] => byLevel[level](within, province, zones);

/**
 * All of a territory as one area. Where it is one of Belgium's areas it goes under that code, so that what is
 * expected at its level counts; else it is put together from its municipalities.
 */
export function wholeOf({ code, own }: Within): AskedArea {
  const same = areaMadeOf(municipalities.flatMap((nis, at) => (own.has(nis) ? [at] : [])));
  return same ? { code: same } : { code, parts: [...own] };
}

/** Provinces and Brussels, by their NIS codes. */
export const provinceCodes = (): string[] => codesAt('province');

export const isProvince = (nis: string): boolean => provinceCodes().includes(nis);

/** The areas somebody can narrow to where areas are no axis: every province with its arrondissements. */
export function narrowAreas(language: Language): { nis: string; name: string; province: string }[] {
  return provinceCodes().flatMap((province) => {
    const parts = [...allAreas()].filter(
      ({ level, nis }) => level === 'arrondissement' && whereabouts(nis).province === province,
    );
    return [province, ...parts.map(({ nis }) => nis)].map((nis) => ({
      nis,
      name: areaName(nis, language),
      province: areaName(province, language),
    }));
  });
}

/** The kind of area, for its name: a province and an arrondissement often share one. */
export const levelOf = (nis: string): string | null => {
  const area = areaOf(nis);
  return area ? (area.code && area.level === 'region' ? 'province' : area.level) : null;
};
