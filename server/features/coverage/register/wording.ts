import type { GapRecord, GapTrace } from '../../../../models/Gap.ts';
import type { GapField, GapValues } from '../../../../models/gapFields.ts';
import { formats, inLanguage, type Language, type LocalisedText, languages } from '../../../core/i18n.ts';
import type { Visit } from '../../../core/route.ts';
import { areaName } from '../../../geography/geography.ts';
import { paths } from '../../../paths.ts';
import { bodyNames, personNames } from '../../network/queries.ts';
import { unitsNamed } from '../entries/queries.ts';
import type { GapRights } from './policy.ts';
import { functionsEver } from './queries.ts';
import { isAge } from './references.ts';
import { valueOfText } from './values.ts';

/** Text in the language it exists in; `language` only where that is not the reader's. */
export interface Said {
  text: string;
  language: Language | null;
}

/** How the register names things for one reader. */
export interface Wording {
  /** One value in words, '' when not known. */
  value(field: GapField, value: GapValues[GapField]): string;
  body(id: string): string;
  /** A care unit, with its sheet where there is one. */
  unit(id: string): { text: string; href: string | null };
  said(text: LocalisedText): Said;
}

const keyOf: Partial<Record<GapField, string>> = {
  kind: 'gaps.kind.',
  ages: 'offer.age.',
  targetGroups: 'offer.target.',
  problems: 'offer.problem.',
  settings: 'offer.setting.',
  origin: 'gaps.origin.',
  priority: 'gaps.priority.',
};

const bodyFields: readonly GapField[] = ['owner', 'organisations', 'platforms'];
const areaFields: readonly GapField[] = ['areas', 'flowFrom', 'flowTo'];
const functionFields: readonly GapField[] = ['functions', 'from', 'to'];

/** Who is not signed in is told of no unit that is not listed. */
const nobody = { affiliations: [] };

/** Names are looked up for these values and bodies, in one question a kind. */
export async function wordingFor(
  visit: Pick<Visit, 'house' | 'language' | 't'> & Partial<Pick<Visit, 'person'>>,
  gaps: readonly GapValues[],
  traces: readonly Pick<GapTrace, 'body'>[] = [],
): Promise<Wording> {
  const { house, language, t } = visit;
  const named = gaps.flatMap((one) => [one.owner, ...one.organisations, ...one.platforms]);
  const unitIds = gaps.flatMap((one) => one.units);
  const [functions, bodies, units] = await Promise.all([
    functionsEver(),
    bodyNames(house, [...new Set([...named, ...traces.map((one) => one.body)])], language),
    unitsNamed(visit.person ?? nobody, unitIds),
  ]);
  const names = new Map(functions.map((one) => [one._id, inLanguage(one.names, language).text]));
  const unit: Wording['unit'] = (id) => {
    const found = units.get(id);
    if (!found) return { text: found === null ? t('coverage.entry.withheld') : id, href: null };
    return { text: found.name, href: found.listed ? paths.offerEntry({ id }) : null };
  };
  const { day, number } = formats(language);
  const code = (field: GapField, one: string): string => {
    if (one === '') return '';
    if (bodyFields.includes(field)) return bodies.get(one) ?? one;
    if (areaFields.includes(field)) return areaName(one, language);
    if (field === 'units') return unit(one).text;
    if (functionFields.includes(field) && isAge(one)) return t(`offer.age.${one}`);
    if (field === 'since' || field === 'reviewOn') return day(one);
    const key = keyOf[field];
    return key ? t(`${key}${one}`) : (names.get(one) ?? one);
  };
  return {
    value(field, value) {
      if (value === null) return '';
      if (Array.isArray(value)) return value.map((one) => code(field, one)).join(', ');
      if (typeof value === 'number') return number(value);
      return typeof value === 'string' ? code(field, value) : allWords(value);
    },
    body: (id) => bodies.get(id) ?? id,
    unit,
    said: (text) => {
      const found = inLanguage(text, language);
      return { text: found.text, language: found.language === language ? null : found.language };
    },
  };
}

/** A text in every language it exists in, for history and review. */
const allWords = (text: LocalisedText): string =>
  languages
    .filter((one) => text[one])
    .map((one) => `${one}: ${text[one]}`)
    .join('\n');

export const wordsOfText = (wording: Wording, field: GapField, text: string): string =>
  wording.value(field, valueOfText(field, text));

/** Who did something, as this reader may see it: the person and their body, or the body alone. */
export async function tracesShown(
  rights: Pick<GapRights, 'seesNames'>,
  wording: Pick<Wording, 'body'>,
  traces: readonly Pick<GapTrace, 'by' | 'body'>[],
): Promise<(trace: Pick<GapTrace, 'by' | 'body'>) => { person: string | null; body: string }> {
  const ids = traces.flatMap(({ by }) => by ?? []);
  const names = rights.seesNames ? await personNames([...new Set(ids)]) : new Map<string, string>();
  return ({ by, body }) => ({ person: (by && names.get(by)) || null, body: wording.body(body) });
}

/** What kind of gap, of which help, where: the line under a title. */
export function summaryOf({ values }: Pick<GapRecord, 'values'>, wording: Wording) {
  return {
    functions: wording.value('functions', values.functions),
    areas: wording.value('areas', values.areas),
    way:
      values.from || values.to ? [wording.value('from', values.from), wording.value('to', values.to)] : null,
  };
}
