import type { StandardExpectation, StandardTransition } from '../../../../models/StandardVersion.ts';
import { type LocalisedText, languages } from '../../../core/i18n.ts';
import { type Draft, expectationKey, transitionKey } from './draft.ts';

/** What a standard says, piece by piece: a key for what it is about, and what is said of it as text. */
export type Parts = Map<string, string>;

/** Two drafts that came from one, put together. */
export interface Merged {
  draft: Draft;
  /** Keys of what only they changed: it stands in the draft. */
  taken: string[];
  /** Keys of what both changed, to different ends: what you said stands in the draft. */
  disputed: string[];
}

const byType = (name: string, { otherwise, types }: { otherwise: number; types: Record<string, number> }) => [
  [name, String(otherwise)],
  ...Object.entries(types).map(([type, value]) => [`${name}.${type}`, String(value)]),
];

export function partsOf({ names, content }: Draft): Parts {
  const { waiting, travel } = content;
  const said = languages.filter((one) => names[one]).map((one) => [`names.${one}`, names[one]!]);
  return new Map<string, string>([
    ...said,
    ['source', content.source],
    ['months', String(content.months)],
    ['mustBeKnown', String(waiting.mustBeKnown)],
    ...byType('weeks', waiting.weeks),
    ...byType('kilometres', travel.kilometres),
    ['share', String(travel.share)],
    ...travel.obstacles.map((one) => [`obstacle.${one.area}`, JSON.stringify([one.kilometres, one.source])]),
    ['overlapFrom', String(content.overlapFrom)],
    ...content.expected.map((one) => [
      `expected.${expectationKey(one)}`,
      JSON.stringify([one.per10000 ?? null, one.weight]),
    ]),
    ...content.transitions.map((one) => [
      `transition.${transitionKey(one)}`,
      JSON.stringify([one.code, one.weight]),
    ]),
  ] as [string, string][]);
}

/** The entries whose key begins so, without that beginning. */
export const under = (parts: Parts, beginning: string): [string, string][] =>
  [...parts].flatMap(([key, value]) =>
    key.startsWith(`${beginning}.`) ? [[key.slice(beginning.length + 1), value] as [string, string]] : [],
  );

const typesUnder = (parts: Parts, name: string) => ({
  otherwise: Number(parts.get(name)),
  types: Object.fromEntries(under(parts, name).map(([type, value]) => [type, Number(value)])),
});

type Said = string[] | null;
const filled = <T extends object>(said: T): T =>
  Object.fromEntries(Object.entries(said).filter(([, value]) => value !== null)) as T;

export function expectationOf(key: string, value: string): StandardExpectation {
  const [level, types, ages, targets, settings, within] = JSON.parse(key) as [
    StandardExpectation['level'],
    string[],
    ...Said[],
  ];
  const [per10000, weight] = JSON.parse(value) as [number | null, number];
  return filled({ level, types, ages, targets, settings, within, per10000, weight }) as StandardExpectation;
}

export function transitionOf(key: string, value: string): StandardTransition {
  const [level, from, to, within] = JSON.parse(key) as [
    StandardTransition['level'],
    (string | null)[],
    (string | null)[],
    Said,
  ];
  const [code, weight] = JSON.parse(value) as [string, number];
  const kind = ([type, setting, age, target]: (string | null)[]) => filled({ type, setting, age, target });
  return filled({ code, level, from: kind(from), to: kind(to), within, weight }) as StandardTransition;
}

export function draftOf(parts: Parts): Draft {
  const obstacles = under(parts, 'obstacle').map(([area, value]) => {
    const [kilometres, source] = JSON.parse(value) as [number, string];
    return { area, kilometres, source };
  });
  return {
    names: Object.fromEntries(under(parts, 'names')) as LocalisedText,
    content: {
      source: parts.get('source') ?? '',
      months: Number(parts.get('months')),
      waiting: { weeks: typesUnder(parts, 'weeks'), mustBeKnown: parts.get('mustBeKnown') === 'true' },
      travel: { kilometres: typesUnder(parts, 'kilometres'), share: Number(parts.get('share')), obstacles },
      overlapFrom: Number(parts.get('overlapFrom')),
      expected: under(parts, 'expected').map(([key, value]) => expectationOf(key, value)),
      transitions: under(parts, 'transition').map(([key, value]) => transitionOf(key, value)),
    },
  };
}

export interface Difference {
  key: string;
  /** Undefined where it is not said. */
  from: string | undefined;
  to: string | undefined;
}

/** What one says otherwise than the other, in the order of the second; what is gone last. */
export function differences(before: Draft, after: Draft): Difference[] {
  const [from, to] = [partsOf(before), partsOf(after)];
  const keys = [...new Set([...to.keys(), ...from.keys()])];
  return keys
    .map((key) => ({ key, from: from.get(key), to: to.get(key) }))
    .filter((one) => one.from !== one.to);
}

/** What two people made of one draft, as one: what only one of them changed is changed. */
export function merged(base: Draft, theirs: Draft, yours: Draft): Merged {
  const [before, them, you] = [base, theirs, yours].map(partsOf) as [Parts, Parts, Parts];
  const result: Parts = new Map();
  const taken: string[] = [];
  const disputed: string[] = [];
  for (const key of new Set([...you.keys(), ...them.keys()])) {
    const [was, their, your] = [before.get(key), them.get(key), you.get(key)];
    const onlyTheirs = your === was && their !== was;
    if (onlyTheirs) taken.push(key);
    else if (their !== was && their !== your) disputed.push(key);
    const value = onlyTheirs ? their : your;
    if (value !== undefined) result.set(key, value);
  }
  return { draft: draftOf(result), taken, disputed };
}
