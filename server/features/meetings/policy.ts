import type { MeetingState } from '../../../models/meetingState.ts';
import { permission } from '../../core/policy.ts';
import { isPlanned, isPublished } from './states.ts';

/** What of a body decides who may do what with its meetings. */
interface BodyRightsAsked {
  read: boolean;
  keep: boolean;
  takesPart: boolean;
  body: string;
}

/** How somebody stands to one meeting. */
export interface MeetingAround {
  /** Null where they may not read the body. */
  body: BodyRightsAsked | null;
  /** The mandates they hold in the body today. */
  mandates: readonly string[];
  isInvited: boolean;
  state: MeetingState;
  /** Whether it is over by the clock. */
  isPast: boolean;
}

export interface MeetingRights {
  read: boolean;
  /** Plans, calls, moves and cancels it, and looks after who is invited. */
  keep: boolean;
  /** Sees who is invited and what they answered, and the online room. */
  seesPeople: boolean;
  /** Says for themselves whether they come. */
  answer: boolean;
  /** The platform or organisation they do it for. */
  body: string;
}

const leads: readonly string[] = ['chair', 'secretary'];

/** Who keeps the body keeps its meetings, and so do its chair and its secretary. */
export const mayKeepMeeting = (
  body: Pick<BodyRightsAsked, 'keep'> | null,
  mandates: readonly string[],
): boolean => body?.keep === true || (body !== null && mandates.some((one) => leads.includes(one)));

/**
 * What this person may do with a meeting. A draft is there for who prepares it. What was called shows to everybody who
 * may read the body and to who is invited; who takes part sees the people and the online room, an outsider of an open
 * body neither.
 */
export function meetingRights({ body, mandates, isInvited, state, isPast }: MeetingAround): MeetingRights {
  const keep = mayKeepMeeting(body, mandates);
  const read = keep || (isPublished(state) && (isInvited || body?.read === true));
  return {
    read,
    keep,
    seesPeople: read && (keep || isInvited || body?.takesPart === true),
    answer: read && isInvited && state === 'called' && !isPast,
    body: body?.body ?? '',
  };
}

/** Whether what is planned still changes. */
export const mayChange = (rights: Pick<MeetingRights, 'keep'>, state: MeetingState): boolean =>
  rights.keep && isPlanned(state);

/** Anybody who is signed in may be invited, or lead a body: the record is asked. */
export const meetingReading = permission('meetingReading', () => true);
