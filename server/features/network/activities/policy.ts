import type { ActivityRecord, ActivityState } from '../../../../models/Activity.ts';
import type { Person, Role } from '../../../core/person.ts';
import { permission } from '../../../core/policy.ts';
import { type Admissions, gapReading, gapWriting, rightsOn } from '../../coverage/register/policy.ts';

type Asking = Pick<Person, 'affiliations'> & Partial<Pick<Person, 'id'>>;

/** What somebody may do with an activity. */
export interface ActivityRights {
  read: boolean;
  /** Reads what was sent to them, the head and the summary, and nothing else of it. */
  summaryOnly: boolean;
  /** Enters, changes, confirms, puts aside, evaluates. */
  write: boolean;
  /** Sees which person wrote, and who led or spoke; officials see neither. */
  seesNames: boolean;
  body: string;
}

/** What is asked of an activity. */
export interface AskedActivity {
  platform: string;
  state: ActivityState;
  /** Ids of the organisations, platforms and people its summary was sent to. */
  readers?: readonly string[];
}

const ofOrganisations: readonly Role[] = ['organisationAdministrator', 'contributor', 'caregiver'];

/** Whether something that was sent to these is for somebody: by name, or for whom they work today. */
const isReader = ({ id, affiliations }: Asking, readers: readonly string[]): boolean =>
  (id !== undefined && readers.includes(id)) ||
  affiliations.some(
    ({ bodyId, role, kind }) =>
      readers.includes(bodyId) &&
      (kind === 'organisation' ? ofOrganisations.includes(role) : role === 'coordinator'),
  );

/**
 * What this person may do with an activity of this platform. Its coordinators write; the people of the organisations it
 * admitted, and officials, read what counts: drafts and what was put aside are for those who write. Whom its summary was
 * sent to reads that, also where they belong to none of these; it ends with their work there, and when it counts no more.
 */
export function activityRights(
  person: Asking,
  admissions: Admissions,
  { platform, state, readers = [] }: AskedActivity,
): ActivityRights {
  const { read, write, seesNames, body } = rightsOn(person, admissions, [platform]);
  if (read) return { read: write || state === 'confirmed', summaryOnly: false, write, seesNames, body };
  const isTold = state === 'confirmed' && isReader(person, readers);
  return { read: isTold, summaryOnly: isTold, write: false, seesNames: false, body: '' };
}

/** What is sent on: how it was at one actor, told to the others once it took place and somebody wrote it down. */
export const maySendSummary = (
  { write }: Pick<ActivityRights, 'write'>,
  { state, values }: Pick<ActivityRecord, 'state' | 'values'>,
): boolean =>
  write && state === 'confirmed' && values.type === 'bilateral_visit' && values.summary.trim() !== '';

export const activityReading = permission('activityReading', (person) => gapReading.permits(person));

export const activityWriting = permission('activityWriting', (person) => gapWriting.permits(person));
