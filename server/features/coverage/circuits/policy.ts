import type { Person } from '../../../core/person.ts';
import { permission } from '../../../core/policy.ts';
import {
  type Admissions,
  type GapRights,
  gapReading,
  gapReporting,
  gapWriting,
  registersOf,
  rightsOn,
} from '../register/policy.ts';

type Asking = Pick<Person, 'affiliations'>;

/** What somebody may do with a circuit, and for whom they speak in it. */
export interface CircuitRights extends Pick<GapRights, 'read' | 'write' | 'seesNames' | 'body'> {
  /** Ids of the organisations of this person that its platforms admitted. */
  organisations: string[];
}

/**
 * What this person may do with a circuit of these platforms. Their coordinators write it; the people of the
 * organisations they admitted read it, and say what their own organisation brings; officials read.
 */
export function circuitRights(
  person: Asking,
  admissions: Admissions,
  platforms: readonly string[],
): CircuitRights {
  const { read, write, seesNames, body } = rightsOn(person, admissions, platforms);
  const isAdmitted = (one: Asking['affiliations'][number]): boolean =>
    one.kind === 'organisation' &&
    registersOf({ affiliations: [one] }, admissions).some(({ platform }) => platforms.includes(platform));
  const organisations = [...new Set(person.affiliations.filter(isAdmitted).map((one) => one.bodyId))];
  return { read, write, seesNames, body, organisations };
}

/** Who has to do with a part: the organisation that answers for it, and those that bring something to it. */
export interface Involved {
  partner: string;
  bringing: readonly string[];
}

/**
 * The body for which somebody says what an organisation brings to a part, or null. A coordinator says it for any; the
 * organisation's own people where it answers for the part, or brings something to it already.
 */
export function bringsFor(rights: CircuitRights, organisation: string, part: Involved): string | null {
  if (rights.write) return rights.body;
  if (!rights.organisations.includes(organisation)) return null;
  return part.partner === organisation || part.bringing.includes(organisation) ? organisation : null;
}

export const circuitReading = permission('circuitReading', (person) => gapReading.permits(person));

/** Saying what one's own organisation brings, or writing. */
export const circuitProposing = permission('circuitProposing', (person) => gapReporting.permits(person));

export const circuitWriting = permission('circuitWriting', (person) => gapWriting.permits(person));
