import type { ClientSession } from 'mongodb';
import { CalendarFeedModel, type CalendarFeedRecord } from '../../../../models/CalendarFeed.ts';
import { InviteeModel, type InviteeRecord } from '../../../../models/Invitee.ts';
import { MeetingModel, type MeetingRecord } from '../../../../models/Meeting.ts';
import { PersonModel, type PersonRecord } from '../../../../models/Person.ts';
import type { Language, LocalisedText } from '../../../core/i18n.ts';
import { tokenHash } from '../../../core/tokens.ts';
import { bodyFactsOf } from '../../network/bodies/queries.ts';

type Session = ClientSession | null;

/** The open calendar feed of a person, if they have one. */
export const feedOf = (person: string, session: Session = null): Promise<CalendarFeedRecord | null> =>
  CalendarFeedModel.findOne({ person, endedAt: null })
    .session(session)
    .lean<CalendarFeedRecord | null>()
    .exec();

/** How a body is called in a calendar that others can read: what is inside one organisation has no name there. */
export interface FeedEntry {
  meeting: MeetingRecord;
  bodyName: LocalisedText | null;
}

const aYear = 366 * 24 * 60 * 60_000;

/** What the feed with this secret shows, and in which language; null where there is none. From a year ago on. */
export async function feedWithSecret(
  secret: string,
  now: Date,
): Promise<{ language: Language; entries: FeedEntry[] } | null> {
  const filter = { secretHash: tokenHash(secret), endedAt: null };
  const feed = await CalendarFeedModel.findOne(filter).lean<CalendarFeedRecord | null>();
  const person = feed && (await PersonModel.findById(feed.person).lean<PersonRecord | null>());
  if (!person) return null;
  const own = await InviteeModel.find({ person: person._id, removed: null }).lean<InviteeRecord[]>();
  const meetings = await MeetingModel.find({
    _id: { $in: own.map((one) => one.meeting) },
    state: { $ne: 'draft' },
    endsAt: { $gt: new Date(now.getTime() - aYear) },
  })
    .sort({ startsAt: 1, _id: 1 })
    .lean<MeetingRecord[]>();
  const bodies = await bodyFactsOf(meetings.map((one) => one.body));
  const names = new Map(bodies.map((one) => [one._id, one.organisation ? null : one.values.name]));
  const entries = meetings.map((meeting) => ({ meeting, bodyName: names.get(meeting.body) ?? null }));
  return { language: person.language, entries };
}
