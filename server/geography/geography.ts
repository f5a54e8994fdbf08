import { readFileSync } from 'node:fs';
import { inLanguage, type Language, type LocalisedText } from '../core/i18n.ts';

export type AreaLevel = 'region' | 'province' | 'arrondissement' | 'municipality';

/** A part of Belgium under its NIS code. The Brussels region is also looked at as a province. */
export interface Area {
  nis: string;
  level: AreaLevel;
  /** NIS code of the area it lies in; null for a region. */
  parent: string | null;
  /** ISO 3166-2 code of a province or of Brussels, such as `BE-VAN`. */
  code?: string;
  names: LocalisedText;
}

/** The areas around a place, from wide to narrow; null where the place is wider than that level. */
export interface Whereabouts {
  region: string | null;
  province: string | null;
  arrondissement: string | null;
  municipality: string | null;
}

const brussels = '04000';

function read<T>(file: string): T {
  return JSON.parse(readFileSync(new URL(`data/${file}`, import.meta.url), 'utf8')) as T;
}

const municipalities = read<{ municipalities: Omit<Area, 'level'>[] }>('municipalities.json').municipalities;
const areas = new Map<string, Area>();
for (const area of read<{ areas: Area[] }>('areas.json').areas) areas.set(area.nis, area);
for (const one of municipalities) areas.set(one.nis, { ...one, level: 'municipality' });

const byCode = new Map([...areas.values()].map((area) => [area.code, area]));

const postcodes = new Map(
  Object.entries(read<{ postcodes: Record<string, string[]> }>('postcodes.json').postcodes),
);

/** SVG path of each province and of Brussels, by NIS code, on a plane of 800 x 657. */
export const provinceOutlines: ReadonlyMap<string, string> = new Map(
  read<{ outlines: { nis: string; path: string }[] }>('provinceOutlines.json').outlines.map((one) => [
    one.nis,
    one.path,
  ]),
);

export const areaOf = (nis: string): Area | undefined => areas.get(nis);

export const allAreas = (): Iterable<Area> => areas.values();

/** The area with this ISO 3166-2 code, whatever its case. */
export function provinceWithCode(code: string): Area | undefined {
  return byCode.get(code.toUpperCase());
}

/** Municipalities of a Belgian postcode: mostly one, sometimes two, none when it is not in use. */
export const municipalitiesOfPostcode = (postcode: string): string[] => postcodes.get(postcode) ?? [];

const found = new Map<string, Whereabouts>();

/** All areas a place lies in, itself included. An unknown code gives nothing but nulls. */
export function whereabouts(nis: string): Readonly<Whereabouts> {
  // Asked for every module of every search.
  const known = found.get(nis);
  if (known) return known;
  const around: Whereabouts = { region: null, province: null, arrondissement: null, municipality: null };
  for (let area = areas.get(nis); area; area = area.parent ? areas.get(area.parent) : undefined) {
    around[area.level] = area.nis;
  }
  if (around.region === brussels) around.province = brussels;
  if (areas.has(nis)) found.set(nis, around);
  return around;
}

/**
 * The name to show. A municipality without a name in the reader's language keeps the one it is known by where it
 * lies: French in Wallonia, Dutch elsewhere.
 */
export function areaName(nis: string, language: Language): string {
  const area = areas.get(nis);
  if (!area) return nis;
  const own = area.names[language];
  if (own) return own;
  return inLanguage(area.names, whereabouts(nis).region === '03000' ? 'fr' : 'nl').text;
}
