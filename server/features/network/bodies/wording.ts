import type { BodyRecord } from '../../../../models/Body.ts';
import type { FieldValue } from '../../../../models/fieldRule.ts';
import { formats, inLanguage, type Language, type LocalisedText, languages } from '../../../core/i18n.ts';
import type { Visit } from '../../../core/route.ts';
import { valueOfText } from '../../../fields/values.ts';
import { areaName } from '../../../geography/geography.ts';
import { fieldsOf, type RecordKind } from './catalogue.ts';
import { type Named, namesFor } from './names.ts';

/** Text in the language it exists in; `language` only where that is not the reader's. */
export interface Said {
  text: string;
  language: Language | null;
}

/** How bodies name things for one reader. */
export interface Wording {
  /** One value in words, '' when not known. */
  value(kind: RecordKind, field: string, value: FieldValue): string;
  organisation(id: string): string;
  person(id: string): string;
  site(id: string): string;
  /** Another body by its id: the one it is part of. */
  other(id: string): Said;
  said(text: LocalisedText): Said;
  /** How often it meets. */
  rhythm(values: Pick<BodyRecord['values'], 'rhythmUnit' | 'rhythmNumber' | 'rhythmWords'>): string;
}

const organisationFields: readonly string[] = ['organisation', 'platforms'];

const keyOf: Readonly<Record<string, string>> = {
  'body.kind': 'bodies.kind.',
  'body.openness': 'bodies.openness.',
  'body.language': 'general.languages.',
  'body.rhythmUnit': 'bodies.rhythmUnit.',
  'body.ages': 'offer.age.',
  'body.targetGroups': 'offer.target.',
  'body.problems': 'offer.problem.',
  'seat.actorType': 'accounts.actorTypes.',
  'seat.mandate': 'bodies.mandate.',
  'seat.level': 'bodies.level.',
  'seat.voice': 'bodies.voice.',
  'seat.profession': 'bodies.profession.',
  'function.share': 'bodies.share.',
};

/** A text in every language it exists in, for history and review. */
const allWords = (text: LocalisedText): string =>
  languages
    .filter((one) => text[one])
    .map((one) => `${one}: ${text[one]}`)
    .join('\n');

export async function wordingFor(
  visit: Pick<Visit, 'house' | 'language' | 't'>,
  named: Named,
): Promise<Wording> {
  const { language, t } = visit;
  const names = await namesFor(visit, named);
  const { day, number } = formats(language);
  const said = (text: LocalisedText): Said => {
    const found = inLanguage(text, language);
    return { text: found.text, language: found.language === language ? null : found.language };
  };
  const organisation = (id: string): string => names.organisations.get(id) ?? id;
  const person = (id: string): string => names.people.get(id) ?? '';
  const site = (id: string): string => {
    const found = names.sites.find((one) => one._id === id);
    if (!found) return '';
    const name = said(found.name ?? {}).text;
    return name || (found.area ? areaName(found.area, language) : (found.street ?? ''));
  };
  const other = (id: string): Said => {
    const found = names.others.find((one) => one._id === id);
    return found ? said(found.values.name) : { text: '', language: null };
  };
  const code = (kind: RecordKind, field: string, one: string): string => {
    if (one === '') return '';
    if (organisationFields.includes(field)) return organisation(one);
    if (field === 'person') return person(one);
    if (field === 'site') return site(one);
    if (field === 'parent') return other(one).text;
    if (field === 'areas' || field === 'area') return areaName(one, language);
    if (field === 'zones') return said(names.zones.find(({ _id }) => _id === one)?.values.names ?? {}).text;
    if (field === 'circuitMeaning' || field === 'networkMeaning') return t('bodies.meaningKept');
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
    ...{ organisation, person, site, other, said },
    rhythm: ({ rhythmUnit, rhythmNumber, rhythmWords }) =>
      rhythmUnit === '' || rhythmNumber === null
        ? rhythmWords
        : t(`bodies.rhythm.${rhythmUnit}`, { count: rhythmNumber }),
  };
}

export const wordsOfText = (wording: Wording, kind: RecordKind, field: string, text: string): string =>
  wording.value(kind, field, valueOfText(fieldsOf[kind][field]!, text));
