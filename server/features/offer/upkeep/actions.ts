import { randomUUID } from 'node:crypto';
import type { OfferKind } from '../../../../models/OfferChange.ts';
import { Invalid } from '../../../core/errors.ts';
import type { Unit } from '../../../core/unitOfWork.ts';
import { fieldOf } from './catalogue.ts';
import type { Command } from './commands.ts';
import { Ledger } from './ledger.ts';
import { valuesOf } from './plain.ts';
import { type Maintainer, requireMaintainedOn, stepOf } from './queries.ts';
import { remember, type Way, writerOf } from './steps.ts';
import { changeIn, createIn, entryUnder, type Under } from './writing.ts';

export type { Under } from './writing.ts';

/**
 * Changes fields of a record. `origin` is the suggestion that is followed.
 * @throws NotFound, Invalid, or Conflict with both values of each field somebody changed meanwhile; then nothing is
 * written.
 */
export async function changeEntry(
  unit: Unit,
  person: Maintainer,
  kind: OfferKind,
  id: string | undefined,
  commands: Command[],
  way: 'changed' | 'suggested' = 'changed',
  origin: string | null = null,
): Promise<{ fields: string[] }> {
  return changeAlone(unit, person, { kind, id }, commands, { way, origin });
}

async function changeAlone(
  unit: Unit,
  person: Maintainer,
  entry: { kind: OfferKind; id: string | undefined },
  commands: Command[],
  way: Way,
): Promise<{ fields: string[] }> {
  const ledger = new Ledger(unit);
  const fields = await changeIn(ledger, person, entry, commands, way);
  await ledger.write();
  unit.note({ fields });
  return { fields };
}

/**
 * Puts back what a field said before a step of the record's history.
 * @throws NotFound, Invalid for a step or field that cannot be put back, Conflict when the field changed since.
 */
export async function restoreValue(
  unit: Unit,
  person: Maintainer,
  kind: OfferKind,
  id: string,
  { step, field, base }: { step: string; field: string; base: number },
): Promise<{ fields: string[] }> {
  const done = await stepOf(id, step, unit.session);
  const before = done?.changes.find((one) => one.field === field);
  // What follows from something else, as a site from its unit, is put back by putting that back.
  if (!done || !before || fieldOf(kind, field)?.isFollowing !== undefined)
    throw new Invalid({ step: 'forms.invalid' });
  const command = { field, value: before.from ?? null, base };
  const way = { way: 'restored', origin: null, undone: done.at } as const;
  return changeAlone(unit, person, { kind, id }, [command], way);
}

/** @throws NotFound, Invalid */
export async function addEntry(
  unit: Unit,
  person: Maintainer,
  under: Under,
  commands: Command[],
): Promise<{ id: string }> {
  const ledger = new Ledger(unit);
  const entry = await entryUnder(ledger, person, under, commands, randomUUID());
  await createIn(ledger, person, entry, { way: 'created', origin: null });
  await ledger.write();
  unit.note({ [entry.kind]: entry.id });
  return { id: entry.id };
}

/**
 * Copies a module beside the first: everything it says, but planned and confirmed by nobody. What was counted was
 * counted for the other.
 */
export async function copyModule(
  unit: Unit,
  person: Maintainer,
  from: string | undefined,
): Promise<{ id: string }> {
  const ledger = new Ledger(unit);
  const source = await requireMaintainedOn(ledger, person, 'module', from);
  const values = valuesOf('module', source.record);
  for (const name of Object.keys(values)) if (/^(capacity|waitingList)\./.test(name)) values[name] = null;
  const parent = await requireMaintainedOn(ledger, person, 'unit', values.careUnitId as string);
  const draft = { ...values, status: 'planned', statusNote: null, from: null, until: null };
  const id = randomUUID();
  const way = { way: 'copied', origin: source.record._id } as const;
  await createIn(ledger, person, { id, kind: 'module', values: draft, parent }, way);
  await ledger.write();
  unit.note({ module: id });
  return { id };
}

/** Says that everything an entry holds is still true; `origin` is the link it was said by. Answers for which body. @throws NotFound */
export async function confirmEntry(
  unit: Unit,
  person: Maintainer,
  kind: 'site' | 'unit' | 'module',
  id: string | undefined,
  origin: string | null = null,
): Promise<{ body: string }> {
  const ledger = new Ledger(unit);
  const maintained = await requireMaintainedOn(ledger, person, kind, id);
  const { record, body } = maintained;
  const verified = { at: unit.now, by: person.id, body };
  await ledger.change(kind, record, { verified, steps: (record.steps ?? 0) + 1 });
  remember(ledger, maintained, writerOf(person, maintained), { way: 'confirmed', origin }, []);
  await ledger.write();
  return { body };
}
