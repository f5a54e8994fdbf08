import type { Person } from '../../../core/person.ts';
import { permission } from '../../../core/policy.ts';
import { circuitRights } from '../circuits/policy.ts';
import { type Admissions, type GapRights, gapReading, gapReporting } from '../register/policy.ts';

type Asking = Pick<Person, 'affiliations'>;

/** What somebody may do with what is said of a body. */
export interface StatementRights extends Pick<GapRights, 'read' | 'write' | 'seesNames' | 'body'> {
  /** A coordinator, who writes of any body. */
  ofAll: boolean;
  /** Ids of this person's organisations that its platforms admitted: they write of these alone. */
  organisations: string[];
}

/**
 * What this person may do with a statement that is kept for these platforms. Their coordinators write it; the people
 * of an organisation they admitted read all, and write what their own organisation does and means; officials read.
 * @param body id of the organisation or platform it is said of; '' for one that is not in Schakel
 */
export function statementRights(
  person: Asking,
  admissions: Admissions,
  { platforms, body }: { platforms: readonly string[]; body: string },
): StatementRights {
  // Who speaks for whom around platforms is asked as circuits ask it.
  const { write: ofAll, organisations, ...rights } = circuitRights(person, admissions, platforms);
  const isOwn = organisations.includes(body);
  return {
    ...rights,
    ofAll,
    organisations,
    write: ofAll || isOwn,
    body: isOwn && !ofAll ? body : rights.body,
  };
}

export const wordReading = permission('wordReading', (person) => gapReading.permits(person));

export const wordWriting = permission('wordWriting', (person) => gapReporting.permits(person));
