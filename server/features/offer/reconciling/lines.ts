import { type ListField, type ListValues, listFields } from '../../../../models/Reconciliation.ts';
import { areaOf, municipalitiesOfPostcode } from '../../../geography/geography.ts';
import { resolvePlace } from '../../../geography/places.ts';
import { enterpriseKey, nameKey, numberKey } from './naming.ts';

/** Which column of a list holds what. */
export type Columns = Partial<Record<ListField, number>>;

const longest = 500;

/** A row as what it says; null when it names nobody. */
export function valuesIn(row: readonly string[], columns: Columns): ListValues | null {
  const said = listFields.flatMap((field) => {
    const at = columns[field];
    const text = at === undefined ? '' : (row[at] ?? '').replaceAll(/\s+/g, ' ').trim().slice(0, longest);
    return text === '' ? [] : [[field, text] as const];
  });
  const values = Object.fromEntries(said) as Partial<ListValues>;
  if (!values.name) return null;
  // Some lists write the place behind the code: "9000 Gent".
  const [, code] = /^(?:B-?\s?)?(\d{4})\b/.exec(values.postcode ?? '') ?? [];
  return { ...(values as ListValues), ...(code ? { postcode: code } : {}) };
}

/** The municipality a line names, or that of its postcode where there is only one. NIS code. */
export function municipalityOf({ area, postcode }: ListValues): string | null {
  const found = area ? resolvePlace(area, 'nl') : null;
  const isOne =
    found?.kind === 'found' && found.areas.length === 1 && areaOf(found.areas[0]!)?.level === 'municipality';
  if (isOne) return found.areas[0]!;
  const byCode = municipalitiesOfPostcode(postcode ?? '');
  return byCode.length === 1 ? byCode[0]! : null;
}

/** By what a line is known again: its numbers at this place, and its name at this place. */
export function keysOf(values: ListValues): string[] {
  const place = values.postcode ?? (values.area ? nameKey(values.area) : '');
  const { enterpriseNumber, recognitionNumber, name } = values;
  return [
    ...(enterpriseNumber ? [`e ${enterpriseKey(enterpriseNumber)} ${place}`] : []),
    ...(recognitionNumber ? [`r ${numberKey(recognitionNumber)}`] : []),
    `n ${nameKey(name)} ${place}`,
  ];
}
