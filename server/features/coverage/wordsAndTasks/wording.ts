import type { BodyTaskRecord } from '../../../../models/BodyTask.ts';
import type { FieldValue, FieldValues } from '../../../../models/fieldRule.ts';
import type { StatementKind } from '../../../../models/statementFields.ts';
import type { WordMeaningRecord } from '../../../../models/WordMeaning.ts';
import { formats, inLanguage, type LocalisedText, languages } from '../../../core/i18n.ts';
import type { Visit } from '../../../core/route.ts';
import { valueOfText } from '../../../fields/values.ts';
import { areaName } from '../../../geography/geography.ts';
import { bodyNames } from '../../network/queries.ts';
import type { Said } from '../register/wording.ts';
import { type AnyStatement, fieldsOf } from './catalogue.ts';
import { taskKeyOf, wordKeyOf } from './evidence.ts';
import { listedNames } from './listed.ts';

/** How statements are named for one reader. */
export interface Wording {
  /** One value in words, '' when not known. */
  value(field: string, value: FieldValue): string;
  body(id: string): string;
  /** Who it is of: the body, and which working group of it. */
  who(values: FieldValues): string;
  /** The task or the word. */
  name(kind: StatementKind, statement: Pick<AnyStatement, 'values'>): string;
  said(text: LocalisedText): Said;
  /** On what it rests, and where that is written. */
  grounds(values: FieldValues): string;
}

const keyOf: Readonly<Record<string, string>> = {
  task: 'words.task.',
  word: 'words.word.',
  basis: 'words.basis.',
  ages: 'offer.age.',
  targetGroups: 'offer.target.',
};

/** A text in every language it exists in, for history and review. */
const allWords = (text: LocalisedText): string =>
  languages
    .filter((one) => text[one])
    .map((one) => `${one}: ${text[one]}`)
    .join('\n');

/**
 * Names are looked up for these statements, in one question a kind.
 * @param bodies ids that are named beside them
 */
export async function wordingFor(
  { house, language, t }: Pick<Visit, 'house' | 'language' | 't'>,
  statements: readonly Pick<AnyStatement, '_id' | 'values'>[],
  bodies: readonly string[] = [],
): Promise<Wording> {
  const ids = statements.flatMap(({ values }) => [values.body as string, ...(values.platforms as string[])]);
  const named = [...new Set([...ids, ...bodies])].filter((one) => one !== '');
  const names = await bodyNames(house, named, language);
  const { day } = formats(language);
  const body = (id: string): string => names.get(id) ?? id;
  const who = (values: FieldValues): string => {
    const [id, words] = [values.body as string, values.bodyWords as string];
    if (id === '') return words;
    return words === '' ? body(id) : t('words.groupOf', { group: words, body: body(id) });
  };
  const byId = new Map(statements.map((one) => [one._id, one]));
  const code = (field: string, one: string): string => {
    if (one === '') return '';
    if (field === 'body' || field === 'platforms') return body(one);
    if (field === 'areas') return areaName(one, language);
    if (field === 'from' || field === 'until') return day(one);
    if (field === 'sameAs') return byId.has(one) ? who(byId.get(one)!.values) : '';
    return keyOf[field] ? t(`${keyOf[field]}${one}`) : one;
  };
  return {
    body,
    who,
    value(field, value) {
      if (value === null || typeof value === 'number') return '';
      if (Array.isArray(value)) return value.map((one) => code(field, one)).join(', ');
      return typeof value === 'string' ? code(field, value) : allWords(value);
    },
    name(kind, statement) {
      const { values } = statement;
      const key =
        kind === 'task'
          ? taskKeyOf(statement as unknown as BodyTaskRecord, listedNames())
          : wordKeyOf(statement as unknown as WordMeaningRecord, listedNames());
      if (key.startsWith('other ')) return String(kind === 'task' ? values.taskWords : values.wordWords);
      return t(`${keyOf[kind === 'task' ? 'task' : 'word']}${key}`);
    },
    grounds({ basis = '', source }) {
      const [first, second] = [code('basis', String(basis)), String(source)];
      return first === '' || second === '' ? first + second : t('words.pair', { first, second });
    },
    said(text) {
      const found = inLanguage(text, language);
      return { text: found.text, language: found.language === language ? null : found.language };
    },
  };
}

export const wordsOfText = (wording: Wording, kind: StatementKind, field: string, text: string): string =>
  wording.value(field, valueOfText(fieldsOf[kind][field]!, text));
