import { CareModuleModel } from '../../../../models/CareModule.ts';
import { CareUnitModel, type CareUnitRecord } from '../../../../models/CareUnit.ts';
import { SiteModel } from '../../../../models/Site.ts';
import { runningModuleFilter, waitingFilter } from './standing.ts';

type UnitOwner = Pick<CareUnitRecord, '_id' | 'organisationId'>;

const unitsOf = (organisationIds: string[]): Promise<UnitOwner[]> =>
  CareUnitModel.find({ organisationId: { $in: organisationIds } }, { organisationId: 1 })
    .lean<UnitOwner[]>()
    .exec();

/** Running modules of these units that wait. @param today YYYY-MM-DD */
const waitingModules = (careUnitIds: string[], today: string): object => ({
  careUnitId: { $in: careUnitIds },
  $and: [waitingFilter(today), runningModuleFilter(today)],
});

/** Entries of these organisations that wait for a confirmation, counted by the store. @param today YYYY-MM-DD */
export async function waitingOf(organisationIds: string[], today: string): Promise<number> {
  if (organisationIds.length === 0) return 0;
  const theirs = { organisationId: { $in: organisationIds }, ...waitingFilter(today) };
  const units = await unitsOf(organisationIds);
  const counts = await Promise.all([
    SiteModel.countDocuments(theirs),
    CareUnitModel.countDocuments({ ...theirs, status: { $ne: 'stopped' } }),
    CareModuleModel.countDocuments(
      waitingModules(
        units.map((one) => one._id),
        today,
      ),
    ),
  ]);
  return counts.reduce((sum, count) => sum + count, 0);
}

/** Modules of an organisation, and how many of them run and wait for a confirmation. */
export interface ModuleCounts {
  modules: number;
  waiting: number;
}

/** By organisation, counted by the store: the offer itself is not read. @param today YYYY-MM-DD */
export async function moduleCounts(
  organisationIds: string[],
  today: string,
): Promise<ReadonlyMap<string, ModuleCounts>> {
  const units = await unitsOf(organisationIds);
  const ids = units.map((one) => one._id);
  const [all, waiting] = await Promise.all([
    modulesByUnit({ careUnitId: { $in: ids } }),
    modulesByUnit(waitingModules(ids, today)),
  ]);
  const counts = new Map<string, ModuleCounts>(organisationIds.map((id) => [id, { modules: 0, waiting: 0 }]));
  for (const { _id, organisationId } of units) {
    const one = counts.get(organisationId ?? '');
    if (!one) continue;
    one.modules += all.get(_id) ?? 0;
    one.waiting += waiting.get(_id) ?? 0;
  }
  return counts;
}

async function modulesByUnit(filter: object): Promise<Map<string, number>> {
  const rows = await CareModuleModel.aggregate<{ _id: string; count: number }>([
    { $match: filter },
    { $group: { _id: '$careUnitId', count: { $sum: 1 } } },
  ]);
  return new Map(rows.map(({ _id, count }) => [_id, count]));
}
