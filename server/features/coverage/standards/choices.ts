import { ageGroups, settings, targetGroups } from '../../../../models/CareModule.ts';
import type { ModuleTypeRecord } from '../../../../models/ModuleType.ts';
import type { PlatformRecord } from '../../../../models/Platform.ts';
import { standardLevels } from '../../../../models/StandardVersion.ts';
import type { Visit } from '../../../core/route.ts';
import { areaName, areaOf } from '../../../geography/geography.ts';
import { areasOfPlatform } from '../../../geography/platformAreas.ts';
import { allPlatforms, functionsEver } from '../register/queries.ts';
import { municipalities, territory } from '../territories.ts';
import type { Draft } from './draft.ts';
import type { Choice } from './formFields.ts';
import type { StandardWords } from './wording.ts';

/** What the form of a standard lets one choose from, each list in the order of its source. */
export interface StandardChoices {
  types: Choice[];
  levels: Choice[];
  ages: Choice[];
  targets: Choice[];
  settings: Choice[];
  /** Areas an expectation can be kept to. */
  within: Choice[];
  /** Those, and their municipalities. */
  obstacles: Choice[];
}

const usedTypes = ({ content }: Draft): Set<string> => {
  const { waiting, travel, expected, transitions } = content;
  const sides = transitions.flatMap(({ from, to }) => [from.type, to.type]);
  const numbers = [waiting.weeks, travel.kilometres].flatMap(({ types }) => Object.keys(types));
  return new Set(
    [...expected.flatMap((one) => one.types), ...sides, ...numbers].filter((one) => one !== undefined),
  );
};

/** Kinds of help in use, and those the draft speaks of already: one that went out of use meanwhile is kept. */
export async function typesFor(draft: Draft): Promise<string[]> {
  const used = usedTypes(draft);
  const isOffered = ({ _id, until, linkOnly }: ModuleTypeRecord): boolean =>
    used.has(_id) || (until === null && !linkOnly);
  return (await functionsEver()).filter(isOffered).map((one) => one._id);
}

const withinOf = ({ content }: Draft): string[] =>
  [...content.expected, ...content.transitions].flatMap((one) => one.within ?? []);

/** Municipalities in some areas; which platforms share Hainaut is not known, so they may hold more than their own. */
function municipalitiesIn(platforms: PlatformRecord[]): string[] {
  const without = new Set(platforms.flatMap((one) => one.territoryWithout));
  const inside = platforms.flatMap((one) => one.territory).flatMap((nis) => territory(nis).members);
  return [...new Set(inside)].map((at) => municipalities[at]!).filter((nis) => !without.has(nis));
}

export async function choicesFor(
  visit: Pick<Visit, 't' | 'language'>,
  own: string[],
  draft: Draft,
  words: StandardWords,
): Promise<StandardChoices> {
  const { t, language } = visit;
  const named = (codes: readonly string[], key: string): Choice[] =>
    codes.map((value) => ({ value, text: t(`${key}.${value}`) }));
  const areas = (codes: string[]): Choice[] =>
    [...new Set(codes)].map((value) => ({ value, text: areaName(value, language) }));
  const platforms = (await allPlatforms()).filter((one) => own.includes(one._id));
  const within = [...platforms.flatMap(areasOfPlatform), ...withinOf(draft)];
  const small = areas(municipalitiesIn(platforms)).sort((a, b) => a.text.localeCompare(b.text, language));
  const obstacles = areas([...within, ...draft.content.travel.obstacles.map((one) => one.area)]);
  return {
    types: (await typesFor(draft)).map((value) => ({ value, text: words.type(value) })),
    levels: named(standardLevels, 'standards.every'),
    ages: named(ageGroups, 'offer.age'),
    targets: named(targetGroups, 'offer.target'),
    settings: named(settings, 'offer.setting'),
    within: areas(within).map((one) => ({ ...one, text: withLevel(one, t) })),
    obstacles: [...obstacles.map((one) => ({ ...one, text: withLevel(one, t) })), ...small].filter(
      (one, at, all) => all.findIndex((other) => other.value === one.value) === at,
    ),
  };
}

/** "Antwerpen" is a province, an arrondissement and a municipality. */
const withLevel = ({ value, text }: Choice, t: Visit['t']): string =>
  t(`standards.level.${areaOf(value)?.level ?? 'municipality'}`, { name: text });
