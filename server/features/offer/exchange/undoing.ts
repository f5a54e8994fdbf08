import type { Model } from 'mongoose';
import { CareModuleModel } from '../../../../models/CareModule.ts';
import { CareUnitModel } from '../../../../models/CareUnit.ts';
import { MembershipModel } from '../../../../models/Membership.ts';
import {
  type FieldChange,
  OfferChangeModel,
  type OfferChangeRecord,
  type OfferKind,
} from '../../../../models/OfferChange.ts';
import { SiteModel } from '../../../../models/Site.ts';
import { breather } from '../../../core/breath.ts';
import { Conflict, Invalid, NotFound } from '../../../core/errors.ts';
import type { Unit } from '../../../core/unitOfWork.ts';
import { versionOf } from '../upkeep/commands.ts';
import { Ledger } from '../upkeep/ledger.ts';
import { requireMaintainedOn } from '../upkeep/queries.ts';
import { remember, writerOf } from '../upkeep/steps.ts';
import { changeIn } from '../upkeep/writing.ts';
import { type Import, loadFor, type Placed } from './actions.ts';

/** What is known of records of one kind before they are taken back. */
interface Past {
  /** Steps of each record, newest first. */
  steps: ReadonlyMap<string, OfferChangeRecord[]>;
  /** Records that hold others. */
  holding: ReadonlySet<string>;
}

/**
 * Takes back what an import did to some records: fields nobody changed since.
 * @returns those of which anything stays.
 */
export async function undoImported(unit: Unit, from: Import, part: readonly Placed[]): Promise<Placed[]> {
  const ledger = new Ledger(unit);
  const breathe = breather();
  await loadFor(ledger, part);
  const left: Placed[] = [];
  for (const run of runsOf(part)) {
    // What was taken back of one kind counts for the next: a unit whose modules went is empty.
    await ledger.write();
    const past = await pastOf(unit, run);
    for (const one of run) {
      if (await undoOne(ledger, from, one, past)) left.push(one);
      await breathe();
    }
  }
  await ledger.write();
  unit.note({ records: part.length, ...ledger.touched() });
  return left;
}

/** The records in their order, cut where the kind changes. */
function runsOf(part: readonly Placed[]): Placed[][] {
  const runs: Placed[][] = [];
  for (const one of part) {
    const run = runs.at(-1);
    if (run && run[0]!.kind === one.kind) run.push(one);
    else runs.push([one]);
  }
  return runs;
}

async function pastOf({ session }: Unit, run: readonly Placed[]): Promise<Past> {
  const ids = run.map(({ id }) => id);
  const found = await OfferChangeModel.find({ recordId: { $in: ids } })
    .sort({ recordId: 1, step: -1 })
    .session(session)
    .lean<OfferChangeRecord[]>();
  const steps = new Map<string, OfferChangeRecord[]>(ids.map((id) => [id, []]));
  for (const one of found) steps.get(one.recordId)!.push(one);
  const created = run.filter(({ does }) => does === 'create').map(({ id }) => id);
  const holding = new Set<string>();
  for (const [holder, field] of created.length > 0 ? holdersOf[run[0]!.kind] : [])
    for (const one of await holder
      .find({ [field]: { $in: created } }, { [field]: 1 })
      .session(session)
      .lean())
      for (const id of [one[field]].flat()) holding.add(id);
  return { steps, holding };
}

// biome-ignore lint/suspicious/noExplicitAny: the models differ in their record; only the field is read
type Holder = [model: Model<any>, field: string];

/** What a record may hold. The sites of a module are sites of its unit: nobody needs to ask the modules of a site. */
const holdersOf: Record<OfferKind, Holder[]> = {
  organisation: [
    [CareUnitModel, 'organisationId'],
    [SiteModel, 'organisationId'],
    [MembershipModel, 'body'],
  ],
  site: [[CareUnitModel, 'siteIds']],
  unit: [[CareModuleModel, 'careUnitId']],
  module: [],
};

/** @returns whether anything stays. */
async function undoOne(ledger: Ledger, from: Import, one: Placed, past: Past): Promise<boolean> {
  const steps = past.steps.get(one.id) ?? [];
  const isOurs = ({ origin, way }: OfferChangeRecord, wanted: string) => origin === from.id && way === wanted;
  const done = steps.find((step) => isOurs(step, 'imported'));
  if (!done) return false;
  const later = steps.filter(({ step }) => step > done.step);
  if (later.some((step) => isOurs(step, 'undone'))) return false;
  try {
    if (one.does !== 'create') return await putBack(ledger, from, one, done, later);
    if (later.length > 0 || past.holding.has(one.id)) return true;
    await removeCreated(ledger, from, one, done);
    return false;
  } catch (error) {
    if (![NotFound, Invalid, Conflict].some((kind) => error instanceof kind)) throw error;
    return (await ledger.record(one.kind, one.id)) !== null;
  }
}

async function putBack(
  ledger: Ledger,
  { id: origin, person }: Import,
  { kind, id }: Placed,
  done: OfferChangeRecord,
  later: OfferChangeRecord[],
): Promise<boolean> {
  const since = new Set(later.flatMap((one) => one.changes.map(({ field }) => field)));
  const free = done.changes.filter(({ field }) => !since.has(field));
  if (free.length === 0) return done.changes.length > 0;
  const { record } = await requireMaintainedOn(ledger, person, kind, id);
  const commands = free.map(({ field, from }) => ({
    ...{ field, value: from ?? null, base: versionOf(record, field) },
  }));
  await changeIn(ledger, person, { kind, id }, commands, { way: 'undone', origin, undone: done.at });
  return free.length < done.changes.length;
}

/** A record that is only what the import made of it, with nothing in it, goes; its history stays. */
async function removeCreated(
  ledger: Ledger,
  { id: origin, person }: Import,
  { kind, id }: Placed,
  done: OfferChangeRecord,
): Promise<void> {
  const maintained = await requireMaintainedOn(ledger, person, kind, id);
  const gone: FieldChange[] = done.changes.map(({ field, to }) => ({ field, from: to ?? null, to: null }));
  ledger.remove(kind, id);
  remember(ledger, maintained, writerOf(person, maintained), { way: 'undone', origin }, gone);
}
