import type { FieldValue } from '../../../../../models/fieldRule.ts';
import { type RoadmapItemField, roadmapItemFields } from '../../../../../models/yearPlanFields.ts';
import type { SignedInVisit } from '../../../../core/route.ts';
import { valueOfText } from '../../../../fields/values.ts';
import { allWords } from '../wording.ts';

type Visit = SignedInVisit<unknown>;

/** One value in words, '' when not known. */
export function wordsOf(
  { t }: Visit,
  names: Map<string, string>,
  field: RoadmapItemField,
  value: FieldValue,
): string {
  if (value === null) return '';
  if (Array.isArray(value)) return value.map((one) => names.get(one) ?? one).join(', ');
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string') return allWords(value);
  return field === 'subGroup' && value !== '' ? t(`offer.target.${value}`) : value;
}

/** The same of a value as history keeps it. */
export const wordsOfText = (visit: Visit, names: Map<string, string>, name: string, text: string): string => {
  const field = name as RoadmapItemField;
  return wordsOf(visit, names, field, valueOfText(roadmapItemFields[field], text));
};
