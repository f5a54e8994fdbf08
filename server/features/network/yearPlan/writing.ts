import { randomUUID } from 'node:crypto';
import type { Catalogue, FieldValues } from '../../../../models/fieldRule.ts';
import type { FieldState } from '../../../../models/fieldState.ts';
import type { GapTrace } from '../../../../models/Gap.ts';
import { YearPlanChangeModel } from '../../../../models/YearPlanChange.ts';
import { Conflict } from '../../../core/errors.ts';
import { decideFields, type FieldCommand } from '../../../core/fieldCommands.ts';
import type { Person } from '../../../core/person.ts';
import type { Unit } from '../../../core/unitOfWork.ts';
import { textOf, valueOfText } from '../../../fields/values.ts';

export type Writer = Pick<Person, 'id' | 'affiliations'>;

export const traceOf = ({ now }: Unit, { id }: Writer, body: string): GapTrace => ({ at: now, by: id, body });

/** A record whose fields have a version each. */
interface Versioned {
  _id: string;
  values: object;
  fields: Partial<Record<string, FieldState>>;
  added: GapTrace;
}

interface Decided {
  changed: string[];
  /** All values, as they are from now on. */
  values: FieldValues;
  /** For `$set`. */
  set: Record<string, unknown>;
  steps: { field: string; from: string; to: string }[];
}

/** What commands make of a record. @throws Conflict with both values of every field somebody else changed */
export function decide(
  catalogue: Catalogue,
  { values: own, fields, added }: Versioned,
  commands: FieldCommand<string>[],
  { unit, person }: { unit: Unit; person: Writer },
): Decided {
  const before = own as FieldValues;
  const first = { version: 0, by: added.by ?? '', at: added.at };
  const states = Object.fromEntries(commands.map(({ field }) => [field, fields[field] ?? first]));
  const texts = Object.fromEntries(commands.map(({ field }) => [field, textOf(before[field])]));
  const writer = { personId: person.id, at: unit.now };
  const { changes, conflicts } = decideFields(commands, { values: texts, fields: states }, writer);
  if (conflicts.length > 0) throw new Conflict('gaps.errors.changedMeanwhile', { conflicts });
  const said = changes.map(({ field, value }) => [field, valueOfText(catalogue[field]!, value)]);
  const values: FieldValues = { ...before, ...Object.fromEntries(said) };
  const kept = Object.fromEntries(changes.map(({ field, state }) => [`fields.${field}`, state]));
  return {
    changed: changes.map((one) => one.field),
    values,
    set: { ...kept, values },
    steps: changes.map(({ field, value }) => ({ field, from: textOf(before[field]), to: value })),
  };
}

/** Keeps what a change made of a record, in its transaction. */
export async function remember(
  unit: Unit,
  record: string,
  { changed, steps }: Decided,
  { by, body, at }: GapTrace,
): Promise<void> {
  await YearPlanChangeModel.create([{ _id: randomUUID(), record, at, by: by ?? '', body, changes: steps }], {
    session: unit.session,
  });
  unit.note({ fields: changed });
}
