import { randomUUID } from 'node:crypto';
import { BodyModel } from '../../../../models/Body.ts';
import { BodyChangeModel, type BodyChangeRecord } from '../../../../models/BodyChange.ts';
import type { BodyTrace } from '../../../../models/bodyTrace.ts';
import type { FieldChange } from '../../../../models/fieldChange.ts';
import type { FieldValue } from '../../../../models/fieldRule.ts';
import { Conflict, Forbidden } from '../../../core/errors.ts';
import { decideFields, type FieldCommand } from '../../../core/fieldCommands.ts';
import type { Person } from '../../../core/person.ts';
import type { Unit } from '../../../core/unitOfWork.ts';
import { textOf, valueOfText } from '../../../fields/values.ts';
import { fieldsOf, type Kept, type RecordKind } from './catalogue.ts';
import { requireBody, type SeenBody } from './queries.ts';

export type Writer = Pick<Person, 'id' | 'affiliations'>;

/** A body as one transaction sees it. */
export interface Opened extends SeenBody {
  unit: Unit;
  person: Writer;
}

/**
 * Opens a body to write at its table. Every write counts its revision up, so of two at one moment the second starts
 * again and sees what the first left. @throws NotFound
 */
export async function openToWrite(unit: Unit, person: Writer, id: string): Promise<Opened> {
  const seen = await requireBody(person, id, unit.now, unit.session);
  await BodyModel.updateOne({ _id: id }, { $inc: { revision: 1 } }, { session: unit.session });
  return { ...seen, unit, person };
}

/** The body in whose name a keeper writes. @throws Forbidden for who only reads */
export function requireKeeping({ rights }: Pick<Opened, 'rights'>): string {
  if (!rights.keep) throw new Forbidden();
  return rights.body;
}

/** @throws Conflict for a body that was ended: it is taken up again first */
export function requireGoingOn({ body }: Pick<Opened, 'body'>): void {
  if (body.ended) throw new Conflict('bodies.errors.ended');
}

export const traceOf = ({ unit, person }: Pick<Opened, 'unit' | 'person'>, body: string): BodyTrace => ({
  at: unit.now,
  by: person.id,
  body,
});

/** Addresses stay out of the history: that one changed is enough. */
const told = ({ field, from, to }: FieldChange): FieldChange =>
  field === 'email' ? { field, from: '', to: '' } : { field, from, to };

type Done = Pick<BodyChangeRecord, 'about' | 'kind' | 'item' | 'way'> &
  Partial<Pick<BodyChangeRecord, 'why' | 'changes'>>;

/** Puts what was done in the history, for the body it was done for. */
export async function remember(
  { unit, person }: Pick<Opened, 'unit' | 'person'>,
  body: string,
  { changes = [], why = '', ...done }: Done,
): Promise<void> {
  const who = { at: unit.now, by: person.id, body };
  const entry = { _id: randomUUID(), ...done, why, ...who, changes: changes.map(told) };
  await BodyChangeModel.create([entry], { session: unit.session });
  unit.note({ kind: done.kind, item: done.item });
}

export interface Decided {
  /** Every value after the change. */
  values: Record<string, FieldValue>;
  /** For `$set`: the new state of each field. */
  states: Record<string, unknown>;
  changed: string[];
  changes: FieldChange[];
}

/**
 * Which version of which field somebody saw, against what stands there.
 * @throws Conflict with both values of every field somebody else changed
 */
export function decide(
  kind: RecordKind,
  target: Kept,
  commands: readonly FieldCommand<string>[],
  { unit, person }: Pick<Opened, 'unit' | 'person'>,
): Decided {
  const first = { version: 0, by: target.added.by ?? '', at: target.added.at };
  const fields = Object.fromEntries(commands.map(({ field }) => [field, target.fields[field] ?? first]));
  const texts = Object.fromEntries(commands.map(({ field }) => [field, textOf(target.values[field])]));
  const writer = { personId: person.id, at: unit.now };
  const { changes, conflicts } = decideFields([...commands], { values: texts, fields }, writer);
  if (conflicts.length > 0) throw new Conflict('gaps.errors.changedMeanwhile', { conflicts });
  const said = changes.map(({ field, value }) => [field, valueOfText(fieldsOf[kind][field]!, value)]);
  return {
    values: { ...target.values, ...Object.fromEntries(said) },
    states: Object.fromEntries(changes.map(({ field, state }) => [`fields.${field}`, state])),
    changed: changes.map(({ field }) => field),
    changes: changes.map(({ field, value }) => ({ field, from: textOf(target.values[field]), to: value })),
  };
}
