import type { ClientSession } from 'mongodb';
import { MeetingSeriesModel, type MeetingSeriesRecord } from '../../../../models/MeetingSeries.ts';
import { NotFound } from '../../../core/errors.ts';
import { brusselsDay } from '../../../core/i18n.ts';
import type { Person } from '../../../core/person.ts';
import { bodiesSeenBy, type SeenBody } from '../../network/bodies/queries.ts';
import { meetingsSeenBy, requirePlanner, type SeenMeeting } from '../queries.ts';

type Session = ClientSession | null;
type Asking = Pick<Person, 'id' | 'affiliations'>;

/** A series, for who takes part in its body or plans its meetings: others read the meetings that are called. @throws NotFound */
export async function requireSeries(
  person: Asking,
  id: string,
  now: Date,
  session: Session = null,
): Promise<SeenBody & { series: MeetingSeriesRecord; mayPlan: boolean }> {
  const series = await MeetingSeriesModel.findById(id).session(session).lean<MeetingSeriesRecord | null>();
  if (!series) throw new NotFound();
  const seen = await requirePlanner(person, series.body, now, session);
  if (!seen.mayPlan && !seen.rights.takesPart) throw new NotFound();
  return { series, ...seen };
}

/** The series of a body, or of all that this person takes part in, that go on. */
export async function seriesOfBodies(
  person: Asking,
  now: Date,
  body?: string,
): Promise<MeetingSeriesRecord[]> {
  const seen = await bodiesSeenBy(person, now, body ? { _id: body } : {});
  const bodies = seen.filter(({ rights }) => rights.takesPart).map((one) => one.body._id);
  const series = await MeetingSeriesModel.find({ body: { $in: bodies } })
    .sort({ 'plan.title': 1, _id: 1 })
    .lean<MeetingSeriesRecord[]>();
  const today = brusselsDay(now);
  return series.filter(({ lastDay }) => lastDay === '' || lastDay >= today);
}

/** Every meeting of a series this person may read, by the time it begins. */
export const meetingsOfSeries = (person: Asking, series: string, now: Date): Promise<SeenMeeting[]> =>
  meetingsSeenBy(person, now, { series });
