import type { FieldValue } from '../../../../../models/fieldRule.ts';
import type { InventoryAnswerRecord } from '../../../../../models/InventoryAnswer.ts';
import {
  type InventoryAnswerField,
  type InventoryAnswerValues,
  type InventoryQuestion,
  quantityFields,
} from '../../../../../models/yearPlanFields.ts';
import { formats, languages, translator } from '../../../../core/i18n.ts';
import type { SignedInVisit } from '../../../../core/route.ts';
import { textOf } from '../../../../fields/values.ts';
import { bodyNames, personNames } from '../../queries.ts';
import { allWords } from '../wording.ts';
import { type Piece, wordDifferences } from './differences.ts';
import type { Inventory } from './queries.ts';

type Visit = SignedInVisit<unknown>;

/** A question in the reader's language, and as it was asked: the Dutch wording of the report. */
export function questionView({ t, language }: Visit, question: InventoryQuestion) {
  const key = `yearPlans.questions.${question}`;
  return { n: question, text: t(key), asked: language === 'nl' ? null : translator('nl')(key) };
}

/** One value of an answer in words, '' when not known. */
export function words({ t, language }: Visit, field: InventoryAnswerField, value: FieldValue): string {
  if (value === null) return '';
  if (typeof value === 'number') return formats(language).number(value);
  if (Array.isArray(value)) return value.map((one) => t(`gaps.evidence.kind.${one}`)).join(', ');
  if (typeof value !== 'string') return allWords(value);
  return field === 'subGroup' && value !== '' ? t(`offer.target.${value}`) : value;
}

/** What of the estimate stands in an answer to the first question. */
export const factsOf = (visit: Visit, values: InventoryAnswerValues) =>
  (['evidence', 'source', ...quantityFields] as const)
    .map((field) => ({
      label: visit.t(`yearPlans.answer.fields.${field}`),
      text: words(visit, field, values[field]),
    }))
    .filter((one) => one.text !== '');

/** What an answer says other than that of the year before, in each language both have. */
export function changedSince(before: InventoryAnswerRecord | undefined, now: InventoryAnswerRecord) {
  if (!before || textOf(before.values.answer) === textOf(now.values.answer)) return null;
  const both = languages.filter((one) => before.values.answer[one] && now.values.answer[one]);
  const pieces: { language: string; pieces: Piece[] }[] = both.map((language) => ({
    language,
    pieces: wordDifferences(before.values.answer[language]!, now.values.answer[language]!),
  }));
  return pieces.filter((one) => one.pieces.some(({ kind }) => kind !== 'same'));
}

/** Who wrote an answer, as this reader may see it. */
export async function whoIn(visit: Visit, { rights }: Inventory, answers: readonly InventoryAnswerRecord[]) {
  const traces = answers.map((one) => one.written);
  const [people, names] = await Promise.all([
    rights.seesNames ? personNames(traces.flatMap(({ by }) => by ?? [])) : new Map<string, string>(),
    bodyNames(visit.house, [...new Set(traces.map((one) => one.body))], visit.language),
  ]);
  return ({ written: { by, body } }: InventoryAnswerRecord) => ({
    person: (by && people.get(by)) || null,
    body: names.get(body) ?? body,
  });
}
