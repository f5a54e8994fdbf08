import { CareModuleModel, type CareModuleRecord } from '../../../../models/CareModule.ts';
import { CareUnitModel, type CareUnitRecord } from '../../../../models/CareUnit.ts';

const kept = ['_id', 'careUnitId', 'name', 'types', 'settings', 'ages', 'targetGroups', 'problems'] as const;

/** What a circuit needs of a module: what it is called, what kind of help it is, whose. Null is not known. */
export interface ModuleKinds extends Pick<CareModuleRecord, (typeof kept)[number]> {
  unit: string;
  /** False when its unit asked not to be in the public directory. */
  listed: boolean;
  organisation: string | null;
}

/** These modules by id; one that is no longer there is left out. */
export async function modulesWithIds(ids: readonly string[]): Promise<Map<string, ModuleKinds>> {
  const fields = Object.fromEntries(kept.map((one) => [one, 1]));
  const modules = await CareModuleModel.find({ _id: { $in: ids } }, fields).lean<CareModuleRecord[]>();
  const units = await CareUnitModel.find(
    { _id: { $in: modules.map((one) => one.careUnitId) } },
    { name: 1, organisationId: 1, listed: 1 },
  ).lean<Pick<CareUnitRecord, '_id' | 'name' | 'organisationId' | 'listed'>[]>();
  const unitOf = new Map(units.map((one) => [one._id, one]));
  return new Map(
    modules.map((one) => {
      const unit = unitOf.get(one.careUnitId);
      const named = { unit: unit?.name ?? '', listed: unit?.listed !== false };
      return [one._id, { ...one, ...named, organisation: unit?.organisationId ?? null }];
    }),
  );
}
