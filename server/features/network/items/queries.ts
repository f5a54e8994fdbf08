import type { ClientSession } from 'mongodb';
import { AgendaItemModel, type AgendaItemRecord } from '../../../../models/AgendaItem.ts';
import type { BodyRecord } from '../../../../models/Body.ts';
import { nameOn } from '../../../../models/Organisation.ts';
import { OutcomeModel, type OutcomeRecord } from '../../../../models/Outcome.ts';
import type { SeatRecord } from '../../../../models/Seat.ts';
import { NotFound } from '../../../core/errors.ts';
import type { House } from '../../../core/house.ts';
import { isLanguage, type Language } from '../../../core/i18n.ts';
import type { Person } from '../../../core/person.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { followedUp } from './followUp.ts';
import { type MeetingSeen, meetingsOfBody } from './meetings.ts';
import { mayRecord } from './outcomes/actions.ts';
import { whoChoices } from './outcomes/choices.ts';
import { type MeetingPlace, type Place, placeFor, requireMeetingPlace } from './place.ts';
import { itemsAt, outcomeRecordsOf, postponedFrom, requireItem } from './records.ts';
import { organisationsAround } from './references.ts';
import { type ItemView, itemViews, type OutcomeView, outcomeViews, type Reader } from './views.ts';

export { aboutLinks } from './about.ts';
export type { ItemView, OutcomeView } from './views.ts';

/** The language what is named is told in: that of the page, or the person's own. */
const languageOf = (person: Pick<Person, 'language'>, language?: Language): Language =>
  language ?? (isLanguage(person.language) ? person.language : 'nl');

export const readerOf = (
  person: Person,
  { rights }: Pick<Place, 'rights'>,
  now: Date,
  language?: Language,
): Reader => ({
  ...{ person, rights, now },
  language: languageOf(person, language),
});

/** What stands on the agenda of a meeting, in its order, as somebody is told of it. @throws NotFound */
export async function itemsOfMeeting(
  house: House,
  person: Person,
  meetingId: string,
  language?: Language,
): Promise<ItemView[]> {
  const now = house.clock.now();
  const place = await requireMeetingPlace(person, meetingId, now);
  const items = await itemsAt(place.body._id, meetingId, false);
  return itemViews(items, readerOf(person, place, now, language));
}

/** What a meeting put off, which stands elsewhere now. */
export async function itemsPostponedFrom(meetingId: string, reader: Reader): Promise<ItemView[]> {
  return itemViews(await postponedFrom(meetingId), reader);
}

export const itemsById = async (
  outcomes: readonly OutcomeRecord[],
): Promise<Map<string, AgendaItemRecord>> => {
  const ids = [...new Set(outcomes.map((one) => one.item))];
  const found = await AgendaItemModel.find({ _id: { $in: ids } }).lean<AgendaItemRecord[]>();
  return new Map(found.map((one) => [one._id, one]));
};

/** Decisions and actions of one body, as its reader is told of them. */
export const viewsIn = async (outcomes: readonly OutcomeRecord[], reader: Reader): Promise<OutcomeView[]> =>
  outcomeViews(outcomes, await itemsById(outcomes), () => reader, reader.now);

/**
 * The decisions and actions of a meeting, an item or a body as somebody is told of them, by when they were recorded.
 * Those of restricted items are told to whom they concern, and an action to who promised it.
 */
export async function outcomesOf(
  house: House,
  person: Person,
  asked: { meeting: string } | { item: string } | { body: string },
  language?: Language,
): Promise<OutcomeView[]> {
  const now = house.clock.now();
  const found = await outcomeRecordsOf(asked);
  const bodies = [...new Set(found.map((one) => one.body))];
  // A guest of a meeting is told what came of it, though not what else its body talks about.
  const here = 'meeting' in asked ? await meetingPlaceFor(person, asked.meeting, now) : null;
  const places = await Promise.all(
    bodies.map((one) => (here?.body._id === one ? here : placeFor(person, one, now))),
  );
  const readers = new Map(
    places.flatMap((place) => (place ? [[place.body._id, readerOf(person, place, now, language)]] : [])),
  );
  return outcomeViews(found, await itemsById(found), (body) => readers.get(body), now);
}

const meetingPlaceFor = (person: Person, meeting: string, now: Date): Promise<MeetingPlace | null> =>
  requireMeetingPlace(person, meeting, now).catch((error: unknown) => {
    if (error instanceof NotFound) return null;
    throw error;
  });

/** The actions a meeting looks back on: the same objects, open ones and those closed since the meeting before. */
export async function followUpOf(meeting: MeetingSeen, reader: Reader): Promise<OutcomeView[]> {
  const [found, all] = await Promise.all([
    outcomeRecordsOf({ body: meeting.body }),
    meetingsOfBody(meeting.body),
  ]);
  const previous = all.filter((one) => one.state !== 'cancelled' && one.startsAt < meeting.startsAt).at(-1);
  const startsAt = reader.now < meeting.startsAt ? reader.now : meeting.startsAt;
  const frame = { meeting: meeting.id, startsAt, previous: previous?.startsAt ?? null };
  return viewsIn(followedUp(found, frame), reader);
}

/** What a body talks about that waits for a meeting: proposed, put off, or planned in one that was cancelled. */
export async function backlogOf(body: string): Promise<AgendaItemRecord[]> {
  const cancelled = (await meetingsOfBody(body)).filter((one) => one.state === 'cancelled');
  const stranded = await AgendaItemModel.find({
    meeting: { $in: cancelled.map((one) => one.id) },
    state: 'planned',
  })
    .sort({ order: 1, _id: 1 })
    .lean<AgendaItemRecord[]>();
  return [...(await itemsAt(body, null, false)), ...stranded];
}

/** Whether somebody may be told that the agenda of this meeting changed. */
export const mayWatchAgenda = async (house: House, person: Person, meeting: string): Promise<boolean> =>
  requireMeetingPlace(person, meeting, house.clock.now()).then(
    () => true,
    (error: unknown) => {
      if (error instanceof NotFound) return false;
      throw error;
    },
  );

/** Whether somebody may be told that the backlog, decisions or actions of this body changed. */
export const mayWatchItems = async (house: House, person: Person, body: string): Promise<boolean> =>
  (await placeFor(person, body, house.clock.now()))?.rights.read === true;

/** The body and the meeting whose pages show something else after an act on this record. */
export async function placeOfRecord(
  type: 'agendaItem' | 'outcome',
  id: string,
): Promise<{ body: string; meeting: string | null } | null> {
  const found = await (type === 'outcome'
    ? OutcomeModel.findById(id).lean<OutcomeRecord | null>()
    : AgendaItemModel.findById(id).lean<AgendaItemRecord | null>());
  return found && { body: found.body, meeting: found.meeting };
}

/** The organisations that can take part in what a body talks about: those that sit there, and those around its platforms. */
export async function organisationsNear(
  body: BodyRecord,
  seats: readonly SeatRecord[],
  now: Date,
  session: ClientSession | null = null,
): Promise<{ value: string; text: string; actorType: string }[]> {
  const seated = seats.map(({ values }) => ({ organisation: values.organisation || null }));
  const found = await organisationsAround({ body, seats: seated }, session);
  return found.map((one) => ({ value: one._id, text: nameOn(one, now), actorType: one.actorType ?? '' }));
}

/** Whether somebody records what comes of an item, and who can promise something there. */
export async function recordingOf(
  visit: SignedInVisit<unknown>,
  item: string,
): Promise<{ mayRecord: boolean; whoChoices: { value: string; text: string }[] }> {
  const seen = await requireItem(visit.person, item, visit.now).catch((error: unknown) => {
    if (error instanceof NotFound) return null;
    throw error;
  });
  if (!seen || !mayRecord(seen)) return { mayRecord: false, whoChoices: [] };
  return { mayRecord: true, whoChoices: await whoChoices(visit, seen) };
}
