import { randomUUID } from 'node:crypto';
import { CareModuleModel } from '../../../../models/CareModule.ts';
import { CareUnitModel } from '../../../../models/CareUnit.ts';
import type { OfferKind } from '../../../../models/OfferChange.ts';
import { Conflict, Invalid } from '../../../core/errors.ts';
import { brusselsDay } from '../../../core/i18n.ts';
import type { Unit } from '../../../core/unitOfWork.ts';
import { catalogue, fieldOf } from './catalogue.ts';
import { type Command, decide, stateKey } from './commands.ts';
import { differences } from './history.ts';
import { partsOf, type Values, valuesOf } from './plain.ts';
import { type Maintained, type Maintainer, modelOf, requireMaintained, stepOf } from './queries.ts';
import { settleReferences } from './references.ts';
import { following, wrongIn } from './rules.ts';
import { remember, writeChanges, writerOf } from './steps.ts';
import { emptyValues } from './values.ts';

/** @throws Invalid */
function check(kind: OfferKind, values: Values, now: Date): void {
  const wrong = wrongIn(kind, values, brusselsDay(now));
  if (Object.keys(wrong).length > 0) throw new Invalid(wrong);
}

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
  way: 'changed' | 'restored' | 'suggested' | 'imported' | 'undone' | 'reconciled' = 'changed',
  origin: string | null = null,
): Promise<{ fields: string[] }> {
  const maintained = await requireMaintained(person, kind, id, unit.session);
  const before = valuesOf(kind, maintained.record);
  const { changes, conflicts } = decide(commands, before, maintained.record);
  if (conflicts.length > 0) throw new Conflict('upkeep.errors.stale', { conflicts });
  const today = brusselsDay(unit.now);
  const wanted = { ...before, ...Object.fromEntries(changes.map((one) => [one.field, one.to])) };
  const settled = await settleReferences(unit, person, maintained, wanted);
  const after = { ...settled, ...following(kind, before, settled, today) };
  const all = differences(kind, before, after);
  if (all.length > 0) {
    check(kind, after, unit.now);
    await writeChanges(unit, maintained, after, all, writerOf(person, maintained), way, origin);
  }
  const fields = all.map((one) => one.field);
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
  const before = (await stepOf(id, step, unit.session))?.changes.find((one) => one.field === field);
  // What follows from something else, as a site from its unit, is put back by putting that back.
  if (!before || fieldOf(kind, field)?.isFollowing !== undefined)
    throw new Invalid({ step: 'forms.invalid' });
  return changeEntry(unit, person, kind, id, [{ field, value: before.from ?? null, base }], 'restored');
}

/** Where a new record goes: a site or unit to an organisation, a module to a unit. */
export type Under = { kind: 'site' | 'unit'; organisation: string } | { kind: 'module'; unit: string };

/**
 * @param from when an import or an official list adds it: the id it gets, and where it comes from.
 * @throws NotFound, Invalid
 */
export async function addEntry(
  unit: Unit,
  person: Maintainer,
  under: Under,
  commands: Command[],
  from?: { id: string; importId: string; way?: 'imported' | 'reconciled' },
): Promise<{ id: string }> {
  const { kind } = under;
  const parent =
    under.kind === 'module'
      ? await requireMaintained(person, 'unit', under.unit, unit.session)
      : await requireMaintained(person, 'organisation', under.organisation, unit.session);
  const typed = Object.fromEntries(commands.map(({ field, value }) => [field, value]));
  const values = { ...emptyValues(kind), ...typed };
  if (kind === 'module') {
    values.careUnitId = parent.record._id;
    if ((values.siteIds as string[]).length === 0) values.siteIds = parent.record.siteIds as string[];
  }
  if (kind !== 'module') values.organisationId = parent.record._id;
  if (!from) return create(unit, person, { kind, values, parent, way: 'created', origin: null });
  const { id, importId, way = 'imported' } = from;
  return create(unit, person, { kind, values, parent, way, origin: importId, id });
}

/**
 * Copies a module beside the first: everything it says, but planned and confirmed by nobody. What was counted was
 * counted for the other.
 */
export async function copyModule(
  unit: Unit,
  person: Maintainer,
  id: string | undefined,
): Promise<{ id: string }> {
  const source = await requireMaintained(person, 'module', id, unit.session);
  const values = valuesOf('module', source.record);
  for (const name of Object.keys(values)) if (/^(capacity|waitingList)\./.test(name)) values[name] = null;
  const parent = await requireMaintained(person, 'unit', values.careUnitId as string, unit.session);
  const draft = { ...values, status: 'planned', statusNote: null, from: null, until: null };
  return create(unit, person, {
    kind: 'module',
    values: draft,
    parent,
    way: 'copied',
    origin: source.record._id,
  });
}

/** The place after the last: among all units, among the modules of one unit. */
async function nextOrder(kind: 'unit' | 'module', values: Values, { session }: Unit): Promise<number> {
  const last =
    kind === 'unit'
      ? await CareUnitModel.findOne({}, { order: 1 }).sort({ order: -1 }).session(session).lean()
      : await CareModuleModel.findOne({ careUnitId: values.careUnitId as string }, { order: 1 })
          .sort({ order: -1 })
          .session(session)
          .lean();
  return (last?.order ?? -1) + 1;
}

async function create(
  unit: Unit,
  person: Maintainer,
  draft: {
    kind: 'site' | 'unit' | 'module';
    values: Values;
    parent: Maintained;
    way: 'created' | 'copied' | 'imported' | 'reconciled';
    origin: string | null;
    id?: string;
  },
): Promise<{ id: string }> {
  const { kind, parent, way, origin } = draft;
  const { id: _id = randomUUID() } = draft;
  const order = kind === 'site' ? 0 : await nextOrder(kind, draft.values, unit);
  const record = { _id, fields: {}, changedAt: unit.now, steps: 1, order, provenance: null, verified: null };
  const { organisation, body } = parent;
  const settled = await settleReferences(unit, person, { kind, record, organisation, body }, draft.values);
  const values = { ...settled, ...following(kind, emptyValues(kind), settled, brusselsDay(unit.now)) };
  check(kind, values, unit.now);
  const changes = differences(kind, {}, values);
  const writer = writerOf(person, parent);
  const state = { version: 1, by: writer.personId, at: unit.now };
  const fields = Object.fromEntries(changes.map(({ field }) => [stateKey(field), state]));
  const all = catalogue[kind].map(({ name }) => name);
  await modelOf[kind].create([{ ...record, ...partsOf(kind, values, all), fields }], {
    session: unit.session,
  });
  await remember(unit, { kind, record: { _id } }, writer, way, changes, origin);
  unit.note({ [kind]: _id });
  return { id: _id };
}

/** Says that everything an entry holds is still true; `origin` is the link it was said by. Answers for which body. @throws NotFound */
export async function confirmEntry(
  unit: Unit,
  person: Maintainer,
  kind: 'site' | 'unit' | 'module',
  id: string | undefined,
  origin: string | null = null,
): Promise<{ body: string }> {
  const maintained = await requireMaintained(person, kind, id, unit.session);
  const { record, body } = maintained;
  const set = { verified: { at: unit.now, by: person.id, body }, steps: (record.steps ?? 0) + 1 };
  await modelOf[kind].updateOne({ _id: record._id }, { $set: set }, { session: unit.session });
  await remember(unit, maintained, writerOf(person, maintained), 'confirmed', [], origin);
  return { body };
}
