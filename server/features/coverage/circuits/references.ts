import type { ClientSession } from 'mongodb';
import {
  type CircuitValues,
  outsides,
  type PartValues,
  type ShareValues,
  type TransitionValues,
} from '../../../../models/circuitFields.ts';
import type { FieldValues } from '../../../../models/fieldRule.ts';
import { Invalid } from '../../../core/errors.ts';
import { areaOf } from '../../../geography/geography.ts';
import { allPlatforms, functionsEver, partnersOf } from '../register/queries.ts';
import type { Contents, RecordKind } from './catalogue.ts';
import { modulesWithIds } from './modules.ts';

/** What a value is looked at beside. */
export interface Surroundings {
  platforms: readonly string[];
  contents: Contents;
  /** Id of the record that is written; of a share also its part. */
  id: string;
  part?: string;
  session: ClientSession | null;
}

/** By field: the key of what is wrong, null when nothing is. */
type Faults = Record<string, string | null>;

const fault = (isRight: boolean, key: string): string | null => (isRight ? null : `circuits.errors.${key}`);

/** The organisations of the platforms, and those from elsewhere that answer for a part. */
async function partnersIn({ platforms, contents, session }: Surroundings): Promise<(id: string) => boolean> {
  const admitted = (await partnersOf([...platforms], session)).map((one) => one._id);
  const ids = new Set([...admitted, ...contents.parts.map((one) => one.values.partner)]);
  return (id) => ids.has(id);
}

async function faultsOfCircuit(values: CircuitValues, { session }: Surroundings): Promise<Faults> {
  const platforms = new Set((await allPlatforms(session)).map((one) => one._id));
  const { from, until } = values;
  return {
    areas: fault(
      values.areas.every((nis) => areaOf(nis) !== undefined),
      'fromList',
    ),
    platforms: fault(
      values.platforms.every((one) => platforms.has(one)),
      'fromList',
    ),
    until: fault(from === '' || until === '' || from <= until, 'untilBefore'),
  };
}

async function faultsOfPart(values: PartValues, around: Surroundings): Promise<Faults> {
  const { module, type, partner } = values;
  const isPartner = await partnersIn(around);
  const found = (await modulesWithIds([module])).get(module);
  const types = new Set((await functionsEver()).map((one) => one._id));
  return {
    module: fault(module === '' || found !== undefined, 'module'),
    type:
      fault(module !== '' || type !== '', 'moduleOrType') ??
      fault(type === '' || types.has(type), 'fromList'),
    partner: fault(partner === '' || partner === found?.organisation || isPartner(partner), 'partner'),
  };
}

async function faultsOfShare(values: ShareValues, around: Surroundings): Promise<Faults> {
  const isPartner = await partnersIn(around);
  const others = around.contents.shares.filter((one) => one.part === around.part && one._id !== around.id);
  return {
    organisation:
      fault(isPartner(values.organisation), 'partner') ??
      fault(!others.some((one) => one.values.organisation === values.organisation), 'shareThere'),
    peopleUnit: fault(values.people === null || values.peopleUnit !== '', 'peopleUnit'),
  };
}

async function faultsOfTransition(values: TransitionValues, around: Surroundings): Promise<Faults> {
  const { from, to, toWords } = values;
  const { parts, transitions } = around.contents;
  const isPart = (id: string): boolean => parts.some((one) => one._id === id);
  const isOutside = (outsides as readonly string[]).includes(to);
  const isPartner = await partnersIn(around);
  const isTwin = transitions.some(
    (one) =>
      one._id !== around.id &&
      one.values.from === from &&
      one.values.to === to &&
      (!isOutside || one.values.toWords === toWords),
  );
  return {
    from: fault(isPart(from), 'part'),
    to:
      fault(isPart(to) || isOutside, 'part') ??
      fault(from !== to, 'toItself') ??
      fault(!isTwin, 'transitionThere'),
    agreedBetween: fault(values.agreedBetween.every(isPartner), 'partner'),
  };
}

/** Fields that are looked at again when another changes. */
const together: Readonly<Record<string, readonly string[]>> = {
  module: ['type'],
  type: ['module'],
  people: ['peopleUnit'],
  from: ['to', 'until'],
  toWords: ['to'],
};

/**
 * Checks what only the store and the rest of the circuit know.
 * @param changed only these fields are looked at: what is there already may be of yesterday.
 * @throws Invalid beside the field that is to be mended
 */
export async function checkCircuitReferences(
  kind: RecordKind,
  values: FieldValues,
  changed: readonly string[],
  around: Surroundings,
): Promise<void> {
  const given = values as unknown;
  const faults = {
    circuit: () => faultsOfCircuit(given as CircuitValues, around),
    part: () => faultsOfPart(given as PartValues, around),
    share: () => faultsOfShare(given as ShareValues, around),
    transition: () => faultsOfTransition(given as TransitionValues, around),
  }[kind];
  const looked = new Set(changed.flatMap((field) => [field, ...(together[field] ?? [])]));
  const wrong = Object.entries(await faults()).flatMap(([field, key]) =>
    key !== null && looked.has(field) ? [[field, key] as const] : [],
  );
  if (wrong.length > 0) throw new Invalid(Object.fromEntries(wrong));
}
