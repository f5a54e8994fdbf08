import {
  type ZoneField,
  ZoneModel,
  type ZoneRecord,
  type ZoneValues,
  zoneFields,
} from '../../../../models/Zone.ts';
import { Conflict, Forbidden } from '../../../core/errors.ts';
import { decideFields, type FieldCommand } from '../../../core/fieldCommands.ts';
import type { Language } from '../../../core/i18n.ts';
import type { Person } from '../../../core/person.ts';
import type { Unit } from '../../../core/unitOfWork.ts';
import { writesFor } from '../standards/policy.ts';
import { requireZone } from './queries.ts';
import { textOf, valueOfText } from './values.ts';

type Writer = Pick<Person, 'id' | 'affiliations'>;

async function requireWritable(unit: Unit, person: Writer, id: string): Promise<ZoneRecord> {
  const record = await requireZone(id, unit.session);
  if (!writesFor(person, record.platform)) throw new Forbidden();
  return record;
}

/** @throws Forbidden for another's platform */
export async function addZone(
  unit: Unit,
  person: Writer,
  about: Pick<ZoneRecord, '_id' | 'platform' | 'language' | 'values'>,
): Promise<{ zone: string }> {
  if (!writesFor(person, about.platform)) throw new Forbidden();
  const record = { ...about, fields: {}, madeAt: unit.now, madeBy: person.id, endedAt: null };
  await ZoneModel.create([record], { session: unit.session });
  return { zone: about._id };
}

/**
 * Changes fields, each against the version that was seen.
 * @throws Conflict with both values of every field somebody else changed: then nothing is written. Forbidden, NotFound
 */
export async function changeZone(
  unit: Unit,
  person: Writer,
  id: string,
  { commands, language }: { commands: FieldCommand<ZoneField>[]; language: Language },
): Promise<void> {
  const { fields, values, madeAt, madeBy, endedAt } = await requireWritable(unit, person, id);
  if (endedAt) throw new Conflict('zones.errors.ended');
  const first = { version: 0, by: madeBy ?? '', at: madeAt };
  const record = <T>(of: (field: ZoneField) => T) =>
    Object.fromEntries(zoneFields.map((field) => [field, of(field)])) as Record<ZoneField, T>;
  const now = {
    values: record((field) => textOf(values[field])),
    fields: record((field) => fields[field] ?? first),
  };
  const { changes, conflicts } = decideFields(commands, now, { personId: person.id, at: unit.now });
  if (conflicts.length > 0) throw new Conflict('zones.errors.changedMeanwhile', { conflicts });
  unit.note({ fields: changes.map((one) => one.field) });
  if (changes.length === 0) return;
  const said = Object.fromEntries(changes.map(({ field, value }) => [field, valueOfText(field, value)]));
  const states = Object.fromEntries(changes.map(({ field, state }) => [`fields.${field}`, state]));
  const set = {
    ...states,
    values: { ...values, ...said } as ZoneValues,
    ...('source' in said ? { language } : {}),
  };
  await ZoneModel.updateOne({ _id: id }, { $set: set }, { session: unit.session });
}

/** Takes a zone out of use; what was looked at by it keeps its link. */
export async function endZone(unit: Unit, person: Writer, id: string): Promise<void> {
  const { endedAt } = await requireWritable(unit, person, id);
  if (endedAt) return;
  await ZoneModel.updateOne({ _id: id }, { $set: { endedAt: unit.now } }, { session: unit.session });
}
