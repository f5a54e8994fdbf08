import type { ClientSession } from 'mongodb';
import { InviteeModel, type InviteeRecord } from '../../../models/Invitee.ts';
import { MeetingModel, type MeetingRecord, type MeetingStep } from '../../../models/Meeting.ts';
import { MeetingChangeModel, type MeetingChangeRecord } from '../../../models/MeetingChange.ts';
import type { MeetingValues } from '../../../models/meetingFields.ts';
import type { MeetingState } from '../../../models/meetingState.ts';
import { Conflict, Forbidden, NotFound } from '../../core/errors.ts';
import type { House } from '../../core/house.ts';
import { brusselsDay, type LocalisedText } from '../../core/i18n.ts';
import type { Person } from '../../core/person.ts';
import { bodiesSeenBy, mandatesOf, requireBody, type SeenBody } from '../network/bodies/queries.ts';
import { type MeetingRights, mayKeepMeeting, meetingRights } from './policy.ts';
import { isPlanned } from './states.ts';

type Session = ClientSession | null;
type Asking = Pick<Person, 'id' | 'affiliations'>;
export type Writer = Asking;

/** A meeting as other parts are told of it. */
export interface MeetingView extends MeetingValues {
  id: string;
  /** Id of the body. */
  body: string;
  bodyName: LocalisedText;
  series: string | null;
  startsAt: Date;
  endsAt: Date;
  state: MeetingState;
  sequence: number;
  steps: MeetingStep[];
  rights: MeetingRights;
}

export interface SeenMeeting {
  meeting: MeetingRecord;
  rights: MeetingRights;
  /** The body, also for who is invited and may not read it; null where it is gone. */
  body: SeenBody | null;
  /** This person's own place among the invited. */
  own: InviteeRecord | null;
}

const viewOf = ({ meeting, rights, body }: SeenMeeting): MeetingView => ({
  ...meeting.values,
  id: meeting._id,
  body: meeting.body,
  bodyName: body?.body.values.name ?? {},
  series: meeting.series,
  startsAt: meeting.startsAt,
  endsAt: meeting.endsAt,
  state: meeting.state,
  sequence: meeting.sequence,
  steps: meeting.steps,
  rights,
});

const orNull = (error: unknown): null => {
  if (error instanceof NotFound) return null;
  throw error;
};

const seenAs = (
  meeting: MeetingRecord,
  body: SeenBody | null,
  own: InviteeRecord | null,
  mandates: readonly string[],
  now: Date,
): SeenMeeting => {
  const { state, endsAt } = meeting;
  const around = { body: body?.rights ?? null, mandates, state, isPast: endsAt <= now };
  return { meeting, body, own, rights: meetingRights({ ...around, isInvited: own !== null }) };
};

/**
 * A meeting and what this person may do with it.
 * @throws NotFound for one they may not read, whether there is one or not
 */
export async function requireMeeting(
  person: Asking,
  id: string,
  now: Date,
  session: Session = null,
): Promise<SeenMeeting> {
  const meeting = await MeetingModel.findById(id).session(session).lean<MeetingRecord | null>();
  if (!meeting) throw new NotFound();
  const own = await InviteeModel.findOne({ meeting: id, person: person.id, removed: null })
    .session(session)
    .lean<InviteeRecord | null>();
  const body = await requireBody(person, meeting.body, now, session).catch(orNull);
  const mandates =
    (await mandatesOf(person.id, [meeting.body], brusselsDay(now), session)).get(meeting.body) ?? [];
  const seen = seenAs(meeting, body, own, mandates, now);
  if (!seen.rights.read) throw new NotFound();
  return seen;
}

/**
 * A meeting of which this person changes what is planned.
 * @throws NotFound, Forbidden, and Conflict where it began, was held or was cancelled
 */
export async function requirePlanned(
  { session, now }: { session: Session; now: Date },
  person: Asking,
  id: string,
): Promise<SeenMeeting> {
  const seen = await requireMeeting(person, id, now, session);
  if (!seen.rights.keep) throw new Forbidden();
  if (!isPlanned(seen.meeting.state)) throw new Conflict(`meetings.errors.state.${seen.meeting.state}`);
  return seen;
}

/** A meeting as this person may see it; null for one they may not read, whether there is one or not. */
export const meetingVisibleTo = async (
  house: House,
  person: Asking,
  id: string,
): Promise<MeetingView | null> => requireMeeting(person, id, house.clock.now()).then(viewOf, orNull);

/** Whether this person plans meetings of a body. @throws NotFound for a body they may not read */
export async function requirePlanner(
  person: Asking,
  body: string,
  now: Date,
  session: Session = null,
): Promise<SeenBody & { mayPlan: boolean }> {
  const seen = await requireBody(person, body, now, session);
  const mandates = (await mandatesOf(person.id, [body], brusselsDay(now), session)).get(body) ?? [];
  const isOver = seen.body.ended !== null && (seen.body.ended.on ?? '') < brusselsDay(now);
  return { ...seen, mayPlan: !isOver && mayKeepMeeting(seen.rights, mandates) };
}

/** Every meeting this person may read, of these bodies or of all, by the time it begins. */
export async function meetingsSeenBy(
  person: Asking,
  now: Date,
  of: { body?: string; series?: string; _id?: object } = {},
): Promise<SeenMeeting[]> {
  const [bodies, own] = await Promise.all([
    bodiesSeenBy(person, now, of.body ? { _id: of.body } : {}),
    InviteeModel.find({ person: person.id, removed: null }).lean<InviteeRecord[]>(),
  ]);
  const byBody = new Map(bodies.map((one) => [one.body._id, one]));
  const invited = new Map(own.map((one) => [one.meeting, one]));
  const $or = [{ body: { $in: [...byBody.keys()] } }, { _id: { $in: [...invited.keys()] } }];
  const [meetings, mandates] = await Promise.all([
    MeetingModel.find({ ...of, $or })
      .sort({ startsAt: 1, _id: 1 })
      .lean<MeetingRecord[]>(),
    mandatesOf(person.id, [...byBody.keys()], brusselsDay(now)),
  ]);
  return meetings
    .map((one) =>
      seenAs(
        one,
        byBody.get(one.body) ?? null,
        invited.get(one._id) ?? null,
        mandates.get(one.body) ?? [],
        now,
      ),
    )
    .filter(({ rights }) => rights.read);
}

/** What was changed of a meeting, the newest first. */
export const changesOfMeeting = (meeting: string): Promise<MeetingChangeRecord[]> =>
  MeetingChangeModel.find({ meeting }).sort({ at: -1, _id: 1 }).lean<MeetingChangeRecord[]>().exec();

/** Whether somebody may be told that this meeting changed. */
export const mayWatchMeeting = async (house: House, person: Person, id: string): Promise<boolean> =>
  (await meetingVisibleTo(house, person, id)) !== null;

/** How many meetings this person did not say yet whether they come to. */
export async function meetingsToAnswer(person: Asking, now: Date): Promise<number> {
  const own = await InviteeModel.find({ person: person.id, removed: null, response: '' }).lean<
    InviteeRecord[]
  >();
  const ids = own.map((one) => one.meeting);
  return MeetingModel.countDocuments({ _id: { $in: ids }, state: 'called', endsAt: { $gt: now } });
}

/** A body whose meetings are listed. @throws NotFound */
export const requireBodyOf = (person: Asking, body: string, now: Date): Promise<SeenBody> =>
  requireBody(person, body, now);

/** The bodies this person plans meetings of, without those that ended. */
export async function plannableBodies(person: Asking, now: Date): Promise<SeenBody[]> {
  const bodies = (await bodiesSeenBy(person, now)).filter(({ body }) => body.ended === null);
  const ids = bodies.map((one) => one.body._id);
  const mandates = await mandatesOf(person.id, ids, brusselsDay(now));
  return bodies.filter(({ body, rights }) => mayKeepMeeting(rights, mandates.get(body._id) ?? []));
}

/** Ids of the meetings of a series or a body. */
export async function meetingsOf(kind: string, id: string): Promise<string[]> {
  const of = kind === 'series' ? { series: id } : { body: id };
  return (await MeetingModel.find(of, { _id: 1 }).lean<{ _id: string }[]>()).map((one) => one._id);
}
