import type { OfferKind } from '../../../../models/OfferChange.ts';
import { Conflict, Invalid } from '../../../core/errors.ts';
import { brusselsDay } from '../../../core/i18n.ts';
import { catalogue } from './catalogue.ts';
import { type Command, decide, stateKey } from './commands.ts';
import { differences } from './history.ts';
import type { Ledger } from './ledger.ts';
import { partsOf, type Values, valuesOf } from './plain.ts';
import { type KeptRecord, type Maintained, type Maintainer, requireMaintainedOn } from './queries.ts';
import { moveAlong, settleReferences } from './references.ts';
import { following, wrongIn } from './rules.ts';
import { remember, type Way, type Writer, writeChanges, writerOf } from './steps.ts';
import { emptyValues } from './values.ts';

/** @throws Invalid */
export function checkValues(kind: OfferKind, values: Values, today: string): void {
  const wrong = wrongIn(kind, values, today);
  if (Object.keys(wrong).length > 0) throw new Invalid(wrong);
}

/**
 * Changes fields of a record in the ledger.
 * @returns the fields that changed.
 * @throws NotFound, Invalid, or Conflict with both values of each field somebody changed meanwhile; then nothing is
 * in the ledger of it.
 */
export async function changeIn(
  ledger: Ledger,
  person: Maintainer,
  { kind, id }: { kind: OfferKind; id: string | undefined },
  commands: Command[],
  way: Way,
): Promise<string[]> {
  const maintained = await requireMaintainedOn(ledger, person, kind, id);
  const before = valuesOf(kind, maintained.record);
  const { changes, conflicts } = decide(commands, before, maintained.record);
  if (conflicts.length > 0) throw new Conflict('upkeep.errors.stale', { conflicts });
  const today = brusselsDay(ledger.unit.now);
  const wanted = { ...before, ...Object.fromEntries(changes.map((one) => [one.field, one.to])) };
  const settled = await settleReferences(ledger, person, maintained, wanted, way.undone);
  const after = { ...settled.values, ...following(kind, before, settled.values, today) };
  const all = differences(kind, before, after);
  if (all.length > 0) {
    checkValues(kind, after, today);
    await moveAlong(ledger, person, settled);
    await writeChanges(ledger, maintained, after, all, writerOf(person, maintained), way);
  }
  return all.map((one) => one.field);
}

/** Where a new record goes: a site or unit to an organisation, a module to a unit. */
export type Under = { kind: 'site' | 'unit'; organisation: string } | { kind: 'module'; unit: string };

export interface NewEntry {
  id: string;
  kind: Under['kind'];
  values: Values;
  parent: Maintained;
}

/** A new record as it is asked for under another, before it is checked. @throws NotFound */
export async function entryUnder(
  ledger: Ledger,
  person: Maintainer,
  under: Under,
  commands: Command[],
  id: string,
): Promise<NewEntry> {
  const { kind } = under;
  const parent =
    under.kind === 'module'
      ? await requireMaintainedOn(ledger, person, 'unit', under.unit)
      : await requireMaintainedOn(ledger, person, 'organisation', under.organisation);
  const typed = Object.fromEntries(commands.map(({ field, value }) => [field, value]));
  const values = { ...emptyValues(kind), ...typed };
  if (kind === 'module') {
    values.careUnitId = parent.record._id;
    if ((values.siteIds as string[]).length === 0) values.siteIds = parent.record.siteIds as string[];
  } else values.organisationId = parent.record._id;
  return { id, kind, values, parent };
}

/** Adds a record to the ledger. @throws Invalid; then nothing is in the ledger of it. */
export async function createIn(
  ledger: Ledger,
  person: Maintainer,
  { id: _id, kind, values: wanted, parent }: NewEntry,
  way: Way,
): Promise<void> {
  const { now } = ledger.unit;
  const { organisation, body } = parent;
  const bare = { _id, fields: {}, changedAt: now, provenance: null, verified: null };
  const maintained = { kind, record: bare as KeptRecord, organisation, body };
  const settled = await settleReferences(ledger, person, maintained, wanted);
  const today = brusselsDay(now);
  const values = { ...settled.values, ...following(kind, emptyValues(kind), settled.values, today) };
  checkValues(kind, values, today);
  const order = kind === 'site' ? 0 : await ledger.nextOrder(kind, values.careUnitId as string);
  await insertNew(ledger, kind, { ...bare, order }, values, writerOf(person, parent), way);
}

/** A record nobody had before, whose values were checked, with the first step of its history. */
export async function insertNew(
  ledger: Ledger,
  kind: OfferKind,
  bare: Record<string, unknown> & { _id: string },
  values: Values,
  writer: Writer,
  way: Way,
): Promise<void> {
  const changes = differences(kind, {}, values);
  const state = { version: 1, by: writer.personId, at: ledger.unit.now };
  const fields = Object.fromEntries(changes.map(({ field }) => [stateKey(field), state]));
  const all = catalogue[kind].map(({ name }) => name);
  const before = { _id: bare._id, steps: ledger.lastStep(bare._id) };
  const record = { ...bare, ...partsOf(kind, values, all), fields, steps: before.steps + 1 };
  await ledger.insert(kind, record as KeptRecord);
  remember(ledger, { kind, record: before }, writer, way, changes);
}
