import { problems } from '../../../models/CareModule.ts';
import type { ModuleTypeRecord } from '../../../models/ModuleType.ts';
import { type Language, type LocalisedText, translator } from '../../core/i18n.ts';
import { areaName, whereabouts } from '../../geography/geography.ts';
import { type Entry, unknown } from './entries.ts';
import type { WeightedText } from './textSearch.ts';

/** What a hit says: in the name, in kind, help or place, in problem or group, in other words for it, in the story. */
const weights = { name: 16, kind: 8, place: 8, group: 6, otherWords: 4, story: 1 };

/**
 * What each entry is found by in a language. Dutch is always there: names and most words people bring along are
 * Dutch, whatever language they read in.
 */
export function searchTextsOf(
  entries: Entry[],
  types: ModuleTypeRecord[],
  language: Language,
): WeightedText[] {
  const byCode = new Map(types.map((type) => [type._id, type]));
  const read: Language[] = language === 'nl' ? ['nl'] : [language, 'nl'];
  return entries.map((entry) => [
    ...namesOf(entry).map((text) => ({ text, weight: weights.name })),
    ...read.flatMap((one) => textsIn(entry, byCode, one)),
  ]);
}

/** All names, also those an organisation no longer carries: people remember them. */
function namesOf({ unit, organisation }: Entry): string[] {
  return [unit.name, ...(organisation?.names.map((dated) => dated.name) ?? [])];
}

function textsIn(entry: Entry, byCode: Map<string, ModuleTypeRecord>, language: Language): WeightedText {
  const t = translator(language);
  const say = (weight: number, texts: (string | null | undefined)[]): WeightedText =>
    texts.filter((text) => !!text).map((text) => ({ text: text as string, weight }));
  const inIt = (text: LocalisedText | null): string | undefined => text?.[language];
  const { unit, modules, sites, rows } = entry;
  const values = (facet: 'type' | 'setting' | 'age' | 'target' | 'problem'): string[] => [
    ...new Set(rows.flatMap((row) => row.values[facet].filter((value) => value !== unknown))),
  ];
  const types = values('type').map((code) => byCode.get(code));
  return [
    ...say(weights.kind, [
      t(`offer.kind.${unit.kind}`),
      unit.centreType && t(`offer.centre.${unit.centreType}`),
    ]),
    ...say(
      weights.kind,
      types.map((type) => type?.names[language]),
    ),
    ...say(
      weights.otherWords,
      types.map((type) => type?.searchWords[language]),
    ),
    ...say(
      weights.kind,
      values('setting').map((code) => t(`offer.setting.${code}`)),
    ),
    ...say(
      weights.group,
      values('age').map((code) => t(`offer.age.${code}`)),
    ),
    ...say(
      weights.group,
      values('target').map((code) => t(`offer.target.${code}`)),
    ),
    ...say(
      weights.group,
      values('problem').map((code) => t(`offer.problem.${code}`)),
    ),
    ...say(weights.place, [...new Set(sites.flatMap((site) => placeNames(site.area, language)))]),
    ...say(
      weights.place,
      sites.map((site) => inIt(site.areaText)),
    ),
    ...say(
      weights.kind,
      modules.map((module) => inIt(module.name)),
    ),
    ...say(weights.story, [
      inIt(unit.description),
      ...modules.flatMap((one) => [inIt(one.description), inIt(one.inclusion)]),
    ]),
  ];
}

function placeNames(nis: string | null, language: Language): string[] {
  if (nis === null) return [];
  return Object.values(whereabouts(nis))
    .filter((area) => area !== null)
    .map((area) => areaName(area, language));
}

/** What people look for when they name a problem or a kind of help. */
export function topicTexts(types: ModuleTypeRecord[], language: Language): WeightedText[] {
  const read: Language[] = language === 'nl' ? ['nl'] : [language, 'nl'];
  const weigh = (text: string | undefined): WeightedText => (text ? [{ text, weight: 1 }] : []);
  return read.flatMap((one) => [
    ...problems.map((code) => weigh(translator(one)(`offer.problem.${code}`))),
    ...types.map((type) => [...weigh(type.names[one]), ...weigh(type.searchWords[one])]),
  ]);
}
