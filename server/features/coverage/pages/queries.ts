import type { GapRecord } from '../../../../models/Gap.ts';
import type { ModuleTypeRecord } from '../../../../models/ModuleType.ts';
import type { PlatformRecord } from '../../../../models/Platform.ts';
import type { Person } from '../../../core/person.ts';
import { moduleTypesInUse } from '../../offer/upkeep/queries.ts';
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
  /** Those whose register this person takes part in or reads. */
  registers: PlatformRecord[];
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
    ...{ platforms, types, home, registers, standards, zones },
    gaps: gaps.filter(({ status, values }) => !isClosed(status) && values.kind !== 'overlap'),
  };
}
