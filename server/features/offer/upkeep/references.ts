import { CareModuleModel, type CareModuleRecord } from '../../../../models/CareModule.ts';
import { CareUnitModel, type CareUnitRecord } from '../../../../models/CareUnit.ts';
import { OfferChangeModel, type OfferChangeRecord } from '../../../../models/OfferChange.ts';
import { Invalid } from '../../../core/errors.ts';
import type { Ledger } from './ledger.ts';
import { type Values, valuesOf } from './plain.ts';
import { type KeptRecord, type Maintained, type Maintainer, requireMaintainedOn } from './queries.ts';
import { writeChanges, writerOf } from './steps.ts';

/** What a record may point to, and the sites that go along with it to another organisation. */
interface Settled {
  values: Values;
  along: { ids: string[]; from: string | null; to: string | null } | null;
}

/**
 * Checks what a record points to, and lets what belongs together go together: a module that goes to another unit goes
 * to that unit's sites, a unit that goes to another organisation takes its sites along, by `moveAlong`.
 * @param undone when this puts something back: the moment at which it was changed
 * @returns the values as they may be written.
 * @throws Invalid
 */
export async function settleReferences(
  ledger: Ledger,
  person: Maintainer,
  maintained: Maintained,
  values: Values,
  undone: Date | null = null,
): Promise<Settled> {
  if (maintained.kind === 'unit') return settleUnit(ledger, person, maintained, values, undone);
  if (maintained.kind === 'module') values = await settleModule(ledger, person, maintained, values);
  return { values, along: null };
}

async function settleModule(
  ledger: Ledger,
  person: Maintainer,
  { record }: Maintained,
  values: Values,
): Promise<Values> {
  const target = await requireMaintainedOn(ledger, person, 'unit', values.careUnitId as string).catch(() => {
    throw new Invalid({ careUnitId: 'upkeep.errors.unitUnknown' });
  });
  const open = target.record.siteIds as string[];
  const wanted = values.siteIds as string[];
  await checkTypes(ledger, record, values.types as string[] | null);
  const siteIds = wanted.filter((id) => open.includes(id));
  const isMoved = record.careUnitId !== undefined && record.careUnitId !== values.careUnitId;
  if (isMoved) return { ...values, siteIds: siteIds.length > 0 ? siteIds : open };
  if (siteIds.length < wanted.length) throw new Invalid({ siteIds: 'upkeep.errors.siteUnknown' });
  return values;
}

/** A type that went out of use stays with the modules that have it. */
async function checkTypes(ledger: Ledger, record: KeptRecord, types: string[] | null): Promise<void> {
  if (!types) return;
  const known = new Set((await ledger.typesInUse()).map((one) => one._id));
  const kept = new Set((record.types as string[] | null | undefined) ?? []);
  if (types.some((code) => !known.has(code) && !kept.has(code)))
    throw new Invalid({ types: 'upkeep.errors.typeUnknown' });
}

async function settleUnit(
  ledger: Ledger,
  person: Maintainer,
  { record, organisation }: Maintained,
  values: Values,
  undone: Date | null,
): Promise<Settled> {
  const from = organisation?._id ?? null;
  const to = values.organisationId as string | null;
  const siteIds = values.siteIds as string[];
  const before = (record.siteIds as string[] | undefined) ?? [];
  await ledger.load('site', siteIds);
  const sites: KeptRecord[] = [];
  for (const id of siteIds) {
    const site = await ledger.record('site', id);
    const isOpen =
      site && (site.organisationId === from || site.organisationId === to || before.includes(id));
    if (!isOpen) throw new Invalid({ siteIds: 'upkeep.errors.siteUnknown' });
    sites.push(site);
  }
  await refuseUsedSites(ledger, record._id, before, siteIds);
  if (to === from) return { values, along: null };
  const theirs = sites.filter((site) => site.organisationId === from);
  const stay = undone ? await alreadyThere(ledger, theirs, { from, to, moved: undone }) : new Set<string>();
  const ids = theirs.map((site) => site._id).filter((id) => !stay.has(id));
  await checkMove(ledger, person, { unitId: record._id, to, ids });
  return { values, along: { ids, from, to } };
}

/**
 * Sites that did not come along when a unit came to an organisation, and were there already: they do not go back with it.
 * Those that were made later do.
 */
async function alreadyThere(
  ledger: Ledger,
  sites: KeptRecord[],
  { from, to, moved }: { from: string | null; to: string | null; moved: Date },
): Promise<Set<string>> {
  await ledger.write();
  const steps = await OfferChangeModel.find({ recordId: { $in: sites.map((site) => site._id) } })
    .session(ledger.unit.session)
    .lean<OfferChangeRecord[]>();
  const goesBack = steps.filter(({ at, changes }) =>
    changes.some(({ field, from: before, to: after }) => {
      if (field !== 'organisationId' || after !== from) return false;
      return before === to ? at.getTime() === moved.getTime() : before === null && at > moved;
    }),
  );
  const back = new Set(goesBack.map((step) => step.recordId));
  return new Set(sites.map((site) => site._id).filter((id) => !back.has(id)));
}

/** A site a module is given at cannot leave the unit before the module leaves the site. */
async function refuseUsedSites(
  ledger: Ledger,
  unitId: string,
  before: string[],
  siteIds: string[],
): Promise<void> {
  if (before.every((id) => siteIds.includes(id))) return;
  await ledger.write();
  const modules = await CareModuleModel.find({ careUnitId: unitId }, { siteIds: 1 })
    .session(ledger.unit.session)
    .lean<Pick<CareModuleRecord, 'siteIds'>[]>();
  if (modules.some((module) => module.siteIds.some((id) => !siteIds.includes(id))))
    throw new Invalid({ siteIds: 'upkeep.errors.siteInUse' });
}

async function checkMove(
  ledger: Ledger,
  person: Maintainer,
  { unitId, to, ids }: { unitId: string; to: string | null; ids: string[] },
): Promise<void> {
  if (to === null) throw new Invalid({ organisationId: 'upkeep.errors.organisationMissing' });
  await requireMaintainedOn(ledger, person, 'organisation', to).catch(() => {
    throw new Invalid({ organisationId: 'upkeep.errors.organisationUnknown' });
  });
  await ledger.write();
  const shared = await CareUnitModel.find({ _id: { $ne: unitId }, siteIds: { $in: ids } }, { _id: 1 })
    .session(ledger.unit.session)
    .lean<Pick<CareUnitRecord, '_id'>[]>();
  if (shared.length > 0) throw new Invalid({ organisationId: 'upkeep.errors.siteShared' });
}

/** The sites a unit alone uses go where it goes, each with a step of its own. */
export async function moveAlong(ledger: Ledger, person: Maintainer, { along }: Settled): Promise<void> {
  if (!along) return;
  const { from, to } = along;
  for (const id of along.ids) {
    const site = await requireMaintainedOn(ledger, person, 'site', id);
    const after = { ...valuesOf('site', site.record), organisationId: to };
    const changes = [{ field: 'organisationId', from, to }];
    const way = { way: 'changed', origin: null } as const;
    await writeChanges(ledger, site, after, changes, writerOf(person, site), way);
  }
}
