import type { GapRecord } from '../../../../models/Gap.ts';
import type { ModuleTypeRecord } from '../../../../models/ModuleType.ts';
import type { PlatformRecord } from '../../../../models/Platform.ts';
import type { Person } from '../../../core/person.ts';
import { moduleTypesInUse } from '../../offer/upkeep/queries.ts';
import { isClosed } from '../register/lifeCycle.ts';
import { readsEveryRegister } from '../register/policy.ts';
import { allPlatforms, gapsOf, registersVisibleTo } from '../register/queries.ts';

/** What the store knows that a question about coverage is put together from. */
export interface Known {
  platforms: PlatformRecord[];
  types: ModuleTypeRecord[];
  /** The platform this person looks from; null for who looks at the whole country. */
  home: PlatformRecord | null;
  /** Those whose register this person takes part in or reads. */
  registers: PlatformRecord[];
  /** Open gaps of the registers this person reads; what is done twice is none. */
  gaps: GapRecord[];
}

export async function knownTo(person: Person): Promise<Known> {
  const [platforms, types, registers] = await Promise.all([
    allPlatforms(),
    moduleTypesInUse(),
    registersVisibleTo(person),
  ]);
  const gaps = await gapsOf(registers.map((one) => one._id));
  return {
    ...{ platforms, types, registers },
    home: readsEveryRegister(person) ? null : (registers[0] ?? null),
    gaps: gaps.filter(({ status, values }) => !isClosed(status) && values.kind !== 'overlap'),
  };
}
