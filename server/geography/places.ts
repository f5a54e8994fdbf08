import { type Language, languages } from '../core/i18n.ts';
import { fold } from './fold.ts';
import { type Area, allAreas, areaName, areaOf, municipalitiesOfPostcode, whereabouts } from './geography.ts';

/**
 * What a typed municipality, postcode or province comes to. `found` may hold two municipalities: some postcodes do.
 * `several` asks which one is meant; `none` says that we do not know it.
 */
export type PlaceAnswer =
  | { kind: 'found'; areas: string[] }
  | { kind: 'several'; areas: string[] }
  | { kind: 'none' };

const mostSuggestions = 8;
const searchable: ReadonlySet<Area['level']> = new Set(['municipality', 'arrondissement', 'province']);

let folded: Map<string, Map<Language, string>> | undefined;

/** Folded names of every area people may type, in each language as we would show them. Made once. */
function foldedNames(): Map<string, Map<Language, string>> {
  if (folded) return folded;
  folded = new Map();
  for (const area of allAreas()) {
    if (!searchable.has(area.level) && !area.code) continue;
    folded.set(
      area.nis,
      new Map(languages.map((language) => [language, fold(areaName(area.nis, language))])),
    );
  }
  return folded;
}

/**
 * Leaves out areas that hold another one of the list: who types "Antwerpen" means the city, and sees the province
 * anyway.
 */
function narrowest(found: string[]): string[] {
  return found.filter(
    (wide) => !found.some((narrow) => narrow !== wide && Object.values(whereabouts(narrow)).includes(wide)),
  );
}

function byName(typed: string, language: Language): string[] {
  const names = [...foldedNames()];
  const exact = names.filter(([, one]) => [...one.values()].includes(typed)).map(([nis]) => nis);
  const own = exact.filter((nis) => foldedNames().get(nis)?.get(language) === typed);
  // Namesakes across the language border: "Saint-Nicolas" in Dutch is only the one near Liège.
  const wanted = narrowest(own.length > 0 ? own : exact);
  // Limburg is a province in the north before it is a town in the east.
  const provinces = wanted.filter((nis) => areaOf(nis)?.level === 'province');
  if (provinces.length > 0) return provinces;
  if (wanted.length > 0) return wanted;
  if (typed.length < 3) return [];
  const starting = names.filter(([, one]) => [...one.values()].some((name) => name.startsWith(typed)));
  return narrowest(starting.map(([nis]) => nis));
}

/** Looks up what a visitor typed: a postcode (with or without a name behind it), a NIS code or a name. */
export function resolvePlace(typed: string, language: Language): PlaceAnswer {
  const text = fold(typed);
  if (/^\d{5}$/.test(text)) return areaOf(text) ? { kind: 'found', areas: [text] } : { kind: 'none' };
  const [, postcode, rest] = /^(?:b )?(\d{4})(?: (.+))?$/.exec(text) ?? [];
  if (postcode) {
    const all = municipalitiesOfPostcode(postcode);
    const named = rest ? all.filter((nis) => byName(rest, language).includes(nis)) : [];
    const areas = named.length > 0 ? named : all;
    return areas.length > 0 ? { kind: 'found', areas } : { kind: 'none' };
  }
  const areas = byName(text, language);
  if (areas.length === 0 || areas.length > mostSuggestions) return { kind: 'none' };
  return areas.length === 1 ? { kind: 'found', areas } : { kind: 'several', areas };
}
