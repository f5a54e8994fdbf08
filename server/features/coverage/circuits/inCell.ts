import type { CircuitRecord } from '../../../../models/Circuit.ts';
import type { CircuitPartRecord } from '../../../../models/CircuitPart.ts';
import type { CircuitTransitionRecord } from '../../../../models/CircuitTransition.ts';
import type { PlatformRecord } from '../../../../models/Platform.ts';
import type { Kind } from '../frame.ts';
import { isAboutArea, meets } from '../register/aboutCell.ts';
import type { AskedOfRegister } from '../register/cells.ts';
import type { Contents } from './catalogue.ts';
import type { ModuleKinds } from './modules.ts';

/** Whether a circuit is for the people of a cell. One that names no area is for all its platforms work for. */
export function isForCell(
  { values }: Pick<CircuitRecord, 'values'>,
  { area, parts, age, target }: AskedOfRegister,
  platforms: readonly PlatformRecord[],
): boolean {
  const own = platforms.filter((one) => values.platforms.includes(one._id));
  const areas = values.areas.length > 0 ? values.areas : own.flatMap((one) => one.territory);
  return (
    values.status !== 'ended' &&
    (parts ?? [area]).some((nis) => isAboutArea({ areas }, nis)) &&
    meets(values.ages, age) &&
    meets(values.targetGroups, target)
  );
}

/** Whether a part does, or would do, what a cell asks. What its module does not say it may well be about. */
function isOfKind({ values }: CircuitPartRecord, module: ModuleKinds | undefined, kind: Kind): boolean {
  if (values.module === '') return kind.type === undefined || values.type === kind.type;
  if (!module) return false;
  if (kind.type !== undefined && !module.types?.includes(kind.type)) return false;
  return (
    meets(module.ages ?? [], kind.age) &&
    meets(module.targetGroups ?? [], kind.target) &&
    meets(module.settings ?? [], kind.setting) &&
    meets(module.problems ?? [], kind.problem)
  );
}

/** What of a circuit is about a cell: its parts, in their order, and the transitions from or to these that do not work. */
export function partsInCell(
  { parts, transitions }: Pick<Contents, 'parts' | 'transitions'>,
  modules: (id: string) => ModuleKinds | undefined,
  kind: Kind,
): { parts: CircuitPartRecord[]; broken: CircuitTransitionRecord[] } {
  const own = parts.filter((one) => isOfKind(one, modules(one.values.module), kind));
  const ids = new Set(own.map((one) => one._id));
  const broken = transitions.filter(
    ({ values }) => values.works === 'not' && (ids.has(values.from) || ids.has(values.to)),
  );
  return { parts: own, broken };
}
