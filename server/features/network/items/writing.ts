import { randomUUID } from 'node:crypto';
import type { Catalogue, FieldValues } from '../../../../models/fieldRule.ts';
import type { FieldState } from '../../../../models/fieldState.ts';
import { ItemChangeModel, type ItemChangeRecord } from '../../../../models/ItemChange.ts';
import type { ItemTrace } from '../../../../models/itemTrace.ts';
import { Conflict } from '../../../core/errors.ts';
import { decideFields, type FieldCommand } from '../../../core/fieldCommands.ts';
import type { Person } from '../../../core/person.ts';
import type { Unit } from '../../../core/unitOfWork.ts';
import { textOf, valueOfText } from '../../../fields/values.ts';
import type { ItemRights } from './policy.ts';

export type Writer = Pick<Person, 'id' | 'affiliations'>;

export const traceOf = (unit: Unit, person: Writer, rights: Pick<ItemRights, 'body'>): ItemTrace => ({
  at: unit.now,
  by: person.id,
  body: rights.body,
});

/** What field commands change: values with the versions of those that were changed since the record began. */
interface Versioned {
  values: object;
  fields: Partial<Record<string, FieldState>>;
  began: ItemTrace;
}

export interface Changed {
  /** What to set in the record: `values` whole, and the state of each changed field. */
  set: Record<string, unknown>;
  values: FieldValues;
  changes: ItemChangeRecord['changes'];
}

/**
 * What commands make of a record, each against the version that was seen; null when they change nothing.
 * @throws Conflict with both values of every field somebody else changed
 */
export function changesOf(
  catalogue: Catalogue,
  { values, fields, began }: Versioned,
  commands: FieldCommand<string>[],
  writer: { personId: string; at: Date },
): Changed | null {
  const before = values as FieldValues;
  const first = { version: 0, by: began.by ?? '', at: began.at };
  const texts = Object.fromEntries(commands.map(({ field }) => [field, textOf(before[field])]));
  const states = Object.fromEntries(commands.map(({ field }) => [field, fields[field] ?? first]));
  const { changes, conflicts } = decideFields(commands, { values: texts, fields: states }, writer);
  if (conflicts.length > 0) throw new Conflict('agenda.errors.changedMeanwhile', { conflicts });
  if (changes.length === 0) return null;
  const said = changes.map(({ field, value }) => [field, valueOfText(catalogue[field]!, value)]);
  const after: FieldValues = { ...before, ...Object.fromEntries(said) };
  return {
    set: {
      values: after,
      ...Object.fromEntries(changes.map(({ field, state }) => [`fields.${field}`, state])),
    },
    values: after,
    changes: changes.map(({ field, value }) => ({ field, from: texts[field]!, to: value })),
  };
}

/** Keeps what a change made of fields. */
export async function keepChange(
  unit: Unit,
  about: Pick<ItemChangeRecord, 'kind' | 'item'>,
  { by, body, at }: ItemTrace,
  changes: ItemChangeRecord['changes'],
): Promise<void> {
  const entry = { _id: randomUUID(), ...about, at, by: by ?? '', body, changes };
  await ItemChangeModel.create([entry], { session: unit.session });
  unit.note({ fields: changes.map((one) => one.field) });
}
