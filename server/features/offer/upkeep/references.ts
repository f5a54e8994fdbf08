import { CareModuleModel, type CareModuleRecord } from '../../../../models/CareModule.ts';
import { CareUnitModel, type CareUnitRecord } from '../../../../models/CareUnit.ts';
import { SiteModel, type SiteRecord } from '../../../../models/Site.ts';
import { Invalid } from '../../../core/errors.ts';
import type { Unit } from '../../../core/unitOfWork.ts';
import { type Values, valuesOf } from './plain.ts';
import { type Maintained, type Maintainer, moduleTypesInUse, requireMaintained } from './queries.ts';
import { writeChanges, writerOf } from './steps.ts';

/**
 * Checks what a record points to, and lets what belongs together go together: a module that goes to another unit goes
 * to that unit's sites, a unit that goes to another organisation takes its sites along.
 * @returns the values as they may be written.
 * @throws Invalid
 */
export function settleReferences(
  unit: Unit,
  person: Maintainer,
  maintained: Maintained,
  values: Values,
): Promise<Values> | Values {
  if (maintained.kind === 'module') return settleModule(unit, person, maintained, values);
  if (maintained.kind === 'unit') return settleUnit(unit, person, maintained, values);
  return values;
}

async function settleModule(
  unit: Unit,
  person: Maintainer,
  { record }: Maintained,
  values: Values,
): Promise<Values> {
  const { session } = unit;
  const target = await requireMaintained(person, 'unit', values.careUnitId as string, session).catch(() => {
    throw new Invalid({ careUnitId: 'upkeep.errors.unitUnknown' });
  });
  const open = target.record.siteIds as string[];
  const wanted = values.siteIds as string[];
  const types = values.types as string[] | null;
  if (types) {
    const known = new Set((await moduleTypesInUse(session)).map((one) => one._id));
    // A type that went out of use stays with the modules that have it.
    const kept = new Set((record.types as string[] | null | undefined) ?? []);
    if (types.some((code) => !known.has(code) && !kept.has(code)))
      throw new Invalid({ types: 'upkeep.errors.typeUnknown' });
  }
  const siteIds = wanted.filter((id) => open.includes(id));
  const isMoved = record.careUnitId !== undefined && record.careUnitId !== values.careUnitId;
  if (isMoved) return { ...values, siteIds: siteIds.length > 0 ? siteIds : open };
  if (siteIds.length < wanted.length) throw new Invalid({ siteIds: 'upkeep.errors.siteUnknown' });
  return values;
}

async function settleUnit(
  unit: Unit,
  person: Maintainer,
  { record, organisation }: Maintained,
  values: Values,
): Promise<Values> {
  const { session } = unit;
  const from = organisation?._id ?? null;
  const to = values.organisationId as string | null;
  const siteIds = values.siteIds as string[];
  const before = (record.siteIds as string[] | undefined) ?? [];
  const sites = await SiteModel.find({ _id: { $in: siteIds } })
    .session(session)
    .lean<SiteRecord[]>();
  const mayUse = (site: SiteRecord): boolean =>
    site.organisationId === from || site.organisationId === to || before.includes(site._id);
  if (sites.length < siteIds.length || !sites.every(mayUse))
    throw new Invalid({ siteIds: 'upkeep.errors.siteUnknown' });
  await refuseUsedSites(unit, record._id, siteIds);
  if (to !== from) await takeAlong(unit, person, { unitId: record._id, from, to, sites });
  return values;
}

/** A site a module is given at cannot leave the unit before the module leaves the site. */
async function refuseUsedSites({ session }: Unit, unitId: string, siteIds: string[]): Promise<void> {
  const modules = await CareModuleModel.find({ careUnitId: unitId }, { siteIds: 1 })
    .session(session)
    .lean<Pick<CareModuleRecord, 'siteIds'>[]>();
  if (modules.some((module) => module.siteIds.some((id) => !siteIds.includes(id))))
    throw new Invalid({ siteIds: 'upkeep.errors.siteInUse' });
}

async function takeAlong(
  unit: Unit,
  person: Maintainer,
  move: { unitId: string; from: string | null; to: string | null; sites: SiteRecord[] },
): Promise<void> {
  const { session } = unit;
  const { unitId, from, to } = move;
  if (to === null) throw new Invalid({ organisationId: 'upkeep.errors.organisationMissing' });
  await requireMaintained(person, 'organisation', to, session).catch(() => {
    throw new Invalid({ organisationId: 'upkeep.errors.organisationUnknown' });
  });
  const ids = move.sites.filter((site) => site.organisationId === from).map((site) => site._id);
  const shared = await CareUnitModel.find({ _id: { $ne: unitId }, siteIds: { $in: ids } }, { _id: 1 })
    .session(session)
    .lean<Pick<CareUnitRecord, '_id'>[]>();
  if (shared.length > 0) throw new Invalid({ organisationId: 'upkeep.errors.siteShared' });
  for (const id of ids) {
    const site = await requireMaintained(person, 'site', id, unit.session);
    const after = { ...valuesOf('site', site.record), organisationId: to };
    const change = { field: 'organisationId', from, to };
    await writeChanges(unit, site, after, [change], writerOf(person, site), 'changed');
  }
}
