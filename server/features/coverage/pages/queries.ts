import { CareModuleModel, type CareModuleRecord } from '../../../../models/CareModule.ts';
import { CareUnitModel, type CareUnitRecord } from '../../../../models/CareUnit.ts';
import type { GapRecord } from '../../../../models/Gap.ts';
import type { ModuleTypeRecord } from '../../../../models/ModuleType.ts';
import { OrganisationModel, type OrganisationRecord } from '../../../../models/Organisation.ts';
import type { PlatformRecord } from '../../../../models/Platform.ts';
import type { Person } from '../../../core/person.ts';
import { maintainedAmong, moduleTypesInUse, sitesWith } from '../../offer/upkeep/queries.ts';
import { isClosed } from '../register/lifeCycle.ts';
import { readsEveryRegister } from '../register/policy.ts';
import { allPlatforms, gapsOf, registersVisibleTo } from '../register/queries.ts';
import { type NamedZone, zonesFor } from '../zones/queries.ts';
import { type Asked, belgium } from './forms.ts';
import { type Standards, standardsKnown } from './standards.ts';

/** What the store knows that a question about coverage is put together from. */
export interface Known {
  platforms: PlatformRecord[];
  types: ModuleTypeRecord[];
  /** The platform this person looks from; null for who looks at the whole country. */
  home: PlatformRecord | null;
  /** Open gaps of the registers this person reads; what is done twice is none. */
  gaps: GapRecord[];
  standards: Standards;
  /** Of the platform one looks within; of every platform for the whole country. */
  zones: NamedZone[];
}

/** @param asked of an address, what names something only the store can tell of */
export async function knownTo(
  person: Person,
  asked: Pick<Asked, 'rows' | 'columns' | 'area' | 'within' | 'standard' | 'against'>,
): Promise<Known> {
  const [platforms, types, registers] = await Promise.all([
    allPlatforms(),
    moduleTypesInUse(),
    registersVisibleTo(person),
  ]);
  const home = readsEveryRegister(person) ? null : (registers[0] ?? null);
  const code = asked.within || (home?._id ?? belgium);
  const within = code === belgium ? null : code;
  const [gaps, standards, zones] = await Promise.all([
    gapsOf(registers.map((one) => one._id)),
    standardsKnown(person, within, [asked.standard, asked.against]),
    zonesFor(within, asked.rows === 'area' || asked.columns === 'area' ? '' : asked.area),
  ]);
  return {
    ...{ platforms, types, home, standards, zones },
    gaps: gaps.filter(({ status, values }) => !isClosed(status) && values.kind !== 'overlap'),
  };
}

/** A module with what it is named and linked by. */
export interface NamedModule {
  module: CareModuleRecord;
  unit: CareUnitRecord;
  organisation: OrganisationRecord | null;
  /** Municipalities or wider areas (NIS codes) of its buildings, as far as known. */
  places: string[];
  /** This person keeps it current. */
  isKept: boolean;
}

/** Modules by their ids; those that went meanwhile are left out. */
export async function modulesNamed(
  person: Person,
  ids: readonly string[],
): Promise<Map<string, NamedModule>> {
  const modules = await CareModuleModel.find({ _id: { $in: ids } }).lean<CareModuleRecord[]>();
  const units = await CareUnitModel.find({ _id: { $in: modules.map((one) => one.careUnitId) } }).lean<
    CareUnitRecord[]
  >();
  const organisationIds = units.flatMap((one) => one.organisationId ?? []);
  const [organisations, kept, sites] = await Promise.all([
    OrganisationModel.find({ _id: { $in: organisationIds } }).lean<OrganisationRecord[]>(),
    maintainedAmong(person, organisationIds),
    sitesWith(units.flatMap((one) => one.siteIds)),
  ]);
  const found = modules.flatMap((module) => {
    const unit = units.find((one) => one._id === module.careUnitId);
    if (!unit) return [];
    const at = module.siteIds.length > 0 ? module.siteIds : unit.siteIds;
    const buildings = sites.filter((one) => at.includes(one._id) && one.kind === 'building');
    return [
      {
        ...{ module, unit },
        organisation: organisations.find((one) => one._id === unit.organisationId) ?? null,
        places: [...new Set(buildings.flatMap((one) => one.area ?? unit.seat ?? []))],
        isKept: unit.organisationId !== null && kept.has(unit.organisationId),
      },
    ];
  });
  return new Map(found.map((one) => [one.module._id, one]));
}
