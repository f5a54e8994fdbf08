import type { ActivityState } from '../../../../models/Activity.ts';
import type { Person } from '../../../core/person.ts';
import { permission } from '../../../core/policy.ts';
import { type Admissions, gapReading, gapWriting, rightsOn } from '../../coverage/register/policy.ts';

type Asking = Pick<Person, 'affiliations'>;

/** What somebody may do with an activity. */
export interface ActivityRights {
  read: boolean;
  /** Enters, changes, confirms, puts aside, evaluates. */
  write: boolean;
  /** Sees which person wrote, and who led or spoke; officials see neither. */
  seesNames: boolean;
  body: string;
}

/**
 * What this person may do with an activity of this platform. Its coordinators write; the people of the organisations it
 * admitted, and officials, read what counts: drafts and what was put aside are for those who write.
 */
export function activityRights(
  person: Asking,
  admissions: Admissions,
  { platform, state }: { platform: string; state: ActivityState },
): ActivityRights {
  const { read, write, seesNames, body } = rightsOn(person, admissions, [platform]);
  return { read: read && (write || state === 'confirmed'), write, seesNames, body };
}

export const activityReading = permission('activityReading', (person) => gapReading.permits(person));

export const activityWriting = permission('activityWriting', (person) => gapWriting.permits(person));
