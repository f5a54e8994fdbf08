import { type GapField, type GapValues, gapFieldNames, gapFields } from '../../../../models/gapFields.ts';
import type { FieldCommand } from '../../../core/fieldCommands.ts';
import * as fields from '../../../fields/values.ts';

export type { Body } from '../../../fields/values.ts';

/** The value back from its text. */
export const valueOfText = (field: GapField, text: string): GapValues[GapField] =>
  fields.valueOfText(gapFields[field], text);

export const textsOfGap = (values: GapValues): Record<GapField, string> =>
  Object.fromEntries(gapFieldNames.map((field) => [field, fields.textOf(values[field])])) as Record<
    GapField,
    string
  >;

/** The last part of an address, or an id, as people copy it from the directory. */
const idIn = (text: string): string =>
  text
    .replace(/[?#].*$/, '')
    .replace(/\/+$/, '')
    .split('/')
    .at(-1) ?? '';

/**
 * The commands of a form; care units may be said by the addresses of their sheets.
 * @throws Invalid with what is wrong beside each input
 */
export function commandsIn(body: fields.Body): FieldCommand<GapField>[] {
  const { units } = body;
  if (typeof units !== 'string') return fields.commandsIn(gapFields, body);
  return fields.commandsIn(gapFields, { ...body, units: units.split(/\s+/).map(idIn) });
}
