import type { CircuitRecord } from '../../../../models/Circuit.ts';
import type { CircuitChangeRecord } from '../../../../models/CircuitChange.ts';
import type { CircuitPartRecord } from '../../../../models/CircuitPart.ts';
import { outsides, type PartValues } from '../../../../models/circuitFields.ts';
import type { FieldValue } from '../../../../models/fieldRule.ts';
import { formats, inLanguage, type LocalisedText, languages } from '../../../core/i18n.ts';
import type { Visit } from '../../../core/route.ts';
import { textOf, valueOfText } from '../../../fields/values.ts';
import { areaName } from '../../../geography/geography.ts';
import { bodyNames } from '../../network/queries.ts';
import { modulesNamed } from '../entries/queries.ts';
import { functionsEver } from '../register/queries.ts';
import type { Said } from '../register/wording.ts';
import { type Contents, fieldsOf, type RecordKind } from './catalogue.ts';
import { type ModuleKinds, modulesWithIds } from './modules.ts';

/** How circuits name things for one reader. */
export interface Wording {
  /** One value in words, '' when not known. */
  value(kind: RecordKind, field: string, value: FieldValue): string;
  body(id: string): string;
  said(text: LocalisedText): Said;
  /** What a part is called: its module, or the kind of help that is wanted. */
  part(values: Pick<PartValues, 'module' | 'type'>): Said;
  partWithId(id: string): string;
  /** What is known of a module; of one that is gone nothing. Its unit is '' where it may not be named to the reader. */
  module(id: string): ModuleKinds | undefined;
}

const bodyFields = ['partner', 'organisation', 'agreedBetween', 'platforms'];

/** Where the words of a fixed list are. */
const keyOf: Readonly<Record<string, string>> = {
  'circuit.kind': 'circuits.kind.',
  'circuit.status': 'circuits.status.',
  'circuit.ages': 'offer.age.',
  'circuit.targetGroups': 'offer.target.',
  'share.peopleUnit': 'circuits.unit.',
  'transition.works': 'circuits.works.',
  'transition.basis': 'circuits.basis.',
};

export interface Named {
  circuits: readonly CircuitRecord[];
  contents: readonly Contents[];
  changes?: readonly CircuitChangeRecord[];
  /** Modules that are about to be chosen. */
  modules?: readonly string[];
}

const partsOf = ({ parts, removed }: Contents): CircuitPartRecord[] => [
  ...parts,
  ...removed.flatMap(({ kind, item }) => (kind === 'part' ? [item as unknown as CircuitPartRecord] : [])),
];

/** Ids of bodies that are named anywhere: now, in what was taken out, and in the history. */
function bodiesIn({ circuits, contents, changes = [] }: Named): string[] {
  const items = contents.flatMap((one) => [
    ...[...one.parts, ...one.shares, ...one.transitions].map(({ values, added }) => ({ values, added })),
    ...one.removed.map(({ item }) => item),
  ]);
  const values = [...circuits, ...items].flatMap((one) => {
    const all = one.values as unknown as Record<string, FieldValue>;
    return bodyFields.map((field) => textOf(all[field])).concat(one.added.body);
  });
  const past = changes.flatMap((one) => [
    one.body,
    ...one.changes.filter(({ field }) => bodyFields.includes(field)).flatMap(({ from, to }) => [from, to]),
  ]);
  return [...new Set([...values, ...past].flatMap((text) => text.split(' ')))].filter((one) => one !== '');
}

/** These modules, without the names of those this person may not be told of. */
async function modulesFor(
  person: Visit['person'],
  ids: readonly string[],
): Promise<Map<string, ModuleKinds>> {
  const modules = await modulesWithIds(ids);
  const unlisted = [...modules.values()].filter(({ listed }) => !listed).map(({ _id }) => _id);
  const named = await modulesNamed(person ?? { affiliations: [] }, unlisted);
  for (const id of unlisted)
    if (!named.get(id)) modules.set(id, { ...modules.get(id)!, name: null, unit: '' });
  return modules;
}

/** Names are looked up for these circuits, in one question a kind. */
export async function wordingFor(
  { house, language, t, person }: Pick<Visit, 'house' | 'language' | 't' | 'person'>,
  named: Named,
): Promise<Wording> {
  const parts = named.contents.flatMap(partsOf);
  const past = (named.changes ?? []).flatMap(({ kind, changes }) =>
    changes
      .filter(({ field }) => kind === 'part' && field === 'module')
      .flatMap(({ from, to }) => [from, to]),
  );
  const [functions, bodies, modules] = await Promise.all([
    functionsEver(),
    bodyNames(house, bodiesIn(named), language),
    modulesFor(person, [...parts.map((one) => one.values.module), ...past, ...(named.modules ?? [])]),
  ]);
  const functionNames = new Map(functions.map((one) => [one._id, inLanguage(one.names, language).text]));
  const said = (text: LocalisedText): Said => {
    const found = inLanguage(text, language);
    return { text: found.text, language: found.language === language ? null : found.language };
  };
  const types = (codes: readonly string[]): Said => {
    const text = codes.map((one) => functionNames.get(one) ?? one).join(', ');
    return { text: text.charAt(0).toUpperCase() + text.slice(1), language: null };
  };
  const module = (id: string): ModuleKinds | undefined => modules.get(id);
  const part: Wording['part'] = (values) => {
    if (values.module === '') return types([values.type]);
    const found = module(values.module);
    if (!found) return { text: t('circuits.part.gone'), language: null };
    if (found.name && Object.values(found.name).some(Boolean)) return said(found.name);
    return found.types?.length
      ? types(found.types)
      : { text: found.unit || t('coverage.entry.withheld'), language: null };
  };
  const partWithId = (id: string): string => {
    const found = parts.find((one) => one._id === id);
    return found ? part(found.values).text : id;
  };
  const { day, number } = formats(language);
  const code = (kind: RecordKind, field: string, one: string): string => {
    if (one === '') return '';
    if (bodyFields.includes(field)) return bodies.get(one) ?? one;
    if (field === 'areas') return areaName(one, language);
    if (field === 'module') return part({ module: one, type: '' }).text;
    if (field === 'type') return types([one]).text;
    if ((outsides as readonly string[]).includes(one) && field === 'to') return t(`circuits.outside.${one}`);
    if (kind === 'transition' && (field === 'from' || field === 'to')) return partWithId(one);
    if (fieldsOf[kind][field]?.kind === 'day') return day(one);
    const key = keyOf[`${kind}.${field}`];
    return key ? t(`${key}${one}`) : one;
  };
  return {
    value(kind, field, value) {
      if (value === null) return '';
      if (Array.isArray(value)) return value.map((one) => code(kind, field, one)).join(', ');
      if (typeof value === 'number') return number(value);
      return typeof value === 'string' ? code(kind, field, value) : allWords(value);
    },
    body: (id) => bodies.get(id) ?? id,
    said,
    part,
    partWithId,
    module,
  };
}

/** A text in every language it exists in, for history and review. */
const allWords = (text: LocalisedText): string =>
  languages
    .filter((one) => text[one])
    .map((one) => `${one}: ${text[one]}`)
    .join('\n');

export const wordsOfText = (wording: Wording, kind: RecordKind, field: string, text: string): string =>
  wording.value(kind, field, valueOfText(fieldsOf[kind][field]!, text));
