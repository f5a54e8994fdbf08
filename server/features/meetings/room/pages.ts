import type { AgendaItemRecord } from '../../../../models/AgendaItem.ts';
import type { InviteeRecord } from '../../../../models/Invitee.ts';
import { isConflicted, spentOn, whereIs } from '../../../../public/scripts/room/state.ts';
import { type Answer, fragment, page } from '../../../core/answers.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { hasInsz } from '../../../fields/insz.ts';
import { readPlainText } from '../../../live/plainText.ts';
import { paths } from '../../../paths.ts';
import { outcomesOf, recordingOf } from '../../network/items/queries.ts';
import { bodyNames, personNames } from '../../network/queries.ts';
import { redactionsTold } from '../../prose/redaction/queries.ts';
import { clockTime, dayInWords } from '../wallClock.ts';
import { amendmentsOf, mayAmend } from './amendments.ts';
import type { RoomInput } from './forms.ts';
import { liveMinutes } from './live.ts';
import { redactionsOfMinutes } from './past/queries.ts';
import { isConcerned, leads, maySay, minutesRights, type RoomAccess } from './policy.ts';
import { agendaOf, requireRoom, type SeenRoom } from './queries.ts';
import { mayAddWalkIn, walkInOrganisations } from './walkIns.ts';

/** Minutes as committed, or why they cannot be read. */
async function textOf(visit: SignedInVisit<unknown>, item: string) {
  const nobody = visit.t('plans.someoneLeft');
  return readPlainText(liveMinutes(visit.house), item, () => nobody).catch(() => 'unreadable' as const);
}

const minutesOf = (milliseconds: number): number => Math.round(milliseconds / 60_000);

/** An item as this person sees it; of one that does not concern them only that time is taken for it. */
function itemShown(visit: SignedInVisit<unknown>, room: SeenRoom, item: AgendaItemRecord, place: number) {
  const { t, now } = visit;
  const { state, access } = room;
  const sees = isConcerned(access, item.values.organisations);
  const id = item._id;
  const planned = (item.values.minutes ?? 0) + (state.extra[id] ?? 0);
  return {
    id,
    place,
    sees,
    title: sees ? item.values.title : t('room.restricted'),
    question: sees ? item.values.question : '',
    purpose: sees ? t(`room.purpose.${item.values.purpose}`) : '',
    minutes: item.values.minutes,
    planned,
    spent: spentOn(state, id, now.getTime()),
    isDone: state.done.includes(id),
    isCurrent: state.current === id,
  };
}

/** What came of the meeting until now, as this person is told of it. */
async function outcomesShown(
  visit: SignedInVisit<unknown>,
  id: string,
  items: readonly { id: string; title: string }[],
  { readsBody }: Pick<RoomAccess, 'readsBody'>,
) {
  const titles = new Map(items.map((one) => [one.id, one.title]));
  const found = await outcomesOf(visit.house, visit.person, { meeting: id }, visit.language);
  return found
    .filter((one) => one.state !== 'revoked' && one.state !== 'dropped')
    .map((one) => ({
      ...one,
      itemTitle: titles.get(one.item) ?? '',
      href: readsBody ? paths.outcome({ id: one.id }) : null,
      tag: [visit.t(`room.outcomes.${one.kind}`), one.who.name].filter(Boolean).join(': '),
      mark: [one.state, one.text, one.who.name, one.due].join('|'),
    }));
}

/** The decisions and actions alone, for a page that is told they changed. */
export async function outcomesFragment(visit: SignedInVisit<unknown>, id: string): Promise<Answer> {
  const { items, room } = await roomShown(visit, id);
  return fragment('meetings/room/_outcomes', {
    outcomes: await outcomesShown(visit, id, items, room.access),
  });
}

type Named = Pick<InviteeRecord, '_id' | 'name' | 'person' | 'organisation'>;

function placeShown(visit: SignedInVisit<unknown>, room: SeenRoom, one: Named, names: Map<string, string>) {
  const { state } = room;
  const stays = state.stays[one._id] ?? [];
  const { current } = state;
  const about = { invitee: one._id, item: current ?? '' };
  return {
    id: one._id,
    person: one.person ?? '',
    name: one.name || (names.get(one.organisation ?? '') ?? visit.t('room.nobodyNamed')),
    organisation: names.get(one.organisation ?? '') ?? '',
    where: whereIs(state, one._id),
    stays: stays.map(({ from, until }) => ({
      from: clockTime(from),
      until: until === null ? '' : clockTime(until),
    })),
    abstains: current !== null && isConflicted(state, one._id, current),
    leads: one.person !== null && state.leads.at(-1) === one.person,
    mayMark: maySay(room.access, state, { kind: 'excused', ...about }),
  };
}

async function roomShown(visit: SignedInVisit<unknown>, id: string) {
  const room = await requireRoom(visit.person, id, visit.now);
  const items = await agendaOf(id);
  const organisations = [...new Set(room.invitees.flatMap((one) => one.organisation ?? []))];
  const names = await bodyNames(visit.house, organisations, visit.language);
  // Whoever only reads, since the body is open to anyone, is not told who sits there.
  const isTold = room.access.takesPart || room.access.keeps;
  const people = isTold ? room.invitees.map((one) => placeShown(visit, room, one, names)) : [];
  people.sort((a, b) => a.name.localeCompare(b.name, visit.language));
  return {
    room,
    items: items.map((item, at) => itemShown(visit, room, item, at + 1)),
    records: items,
    people,
  };
}

const headOf = (visit: SignedInVisit<unknown>, { meeting }: SeenRoom) => ({
  title: meeting.values.title,
  space: 'network' as const,
  styles: ['/styles/room.css'],
  meetingId: meeting._id,
  whenWords: visit.t('room.when', {
    day: dayInWords(meeting.values.day, visit.language),
    from: meeting.values.from,
    until: meeting.values.until,
  }),
});

/** What the page asks about who comes in, and what of it was refused. */
async function arrivalsShown(visit: SignedInVisit<unknown>, room: SeenRoom) {
  const { refused, request, now, language } = visit;
  const mayAdd = mayAddWalkIn(room.access, room);
  const isWalkIn = /\/arrivals$/.test(request.path);
  return {
    mayAddWalkIn: mayAdd,
    isTold: room.access.takesPart || room.access.keeps,
    walkInOrganisations: mayAdd ? await walkInOrganisations(room, now, language) : [],
    refused,
    walkInRefused: isWalkIn ? refused : null,
    timeRefused: !isWalkIn && refused?.errors.time ? refused : null,
  };
}

/** The room of a meeting: agenda, clock, minutes and who is there, as they are now. */
export async function roomPage(visit: SignedInVisit<unknown>, id: string, input: RoomInput): Promise<Answer> {
  const { room, items, records, people } = await roomShown(visit, id);
  const { state, access, meeting } = room;
  const seen = items.filter((one) => one.sees);
  const wanted = input.item || state.current || '';
  const shown = seen.find((one) => one.id === wanted) ?? seen.find((one) => !one.isDone) ?? seen[0] ?? null;
  const record = records.find((one) => one._id === shown?.id);
  const rights = record
    ? minutesRights(access, state, {
        ...{ state: meeting.state, item: record._id },
        organisations: record.values.organisations,
      })
    : null;
  const isWall = input.wall === '1';
  const next = items.find((one) => !one.isDone && !one.isCurrent) ?? null;
  return page('meetings/room/show', {
    ...headOf(visit, room),
    scripts: ['/build/room.js'],
    wall: isWall,
    state,
    items,
    shown,
    minutes: shown ? await textOf(visit, shown.id) : null,
    mayWrite: rights?.write ?? false,
    ...(shown ? await recordingOf(visit, shown.id) : { mayRecord: false, whoChoices: [] }),
    outcomes: await outcomesShown(visit, id, items, access),
    people: people.map((one) => ({
      ...one,
      hasInterest: shown !== null && isConflicted(state, one.id, shown.id),
    })),
    ...(await arrivalsShown(visit, room)),
    own: people.find((one) => one.id === access.invitee) ?? null,
    isLead: leads(access, state),
    keeps: access.keeps,
    mayTakeOver: maySay(access, state, { kind: 'led' }),
    next,
    meetingState: meeting.state,
    otherView: paths.meetingRoom({ id }, isWall ? {} : { wall: '1' }),
    minutesOf,
  });
}

/** What was said of minutes that go round, of the items this person sees. */
async function amendmentsShown(
  visit: SignedInVisit<unknown>,
  { meeting, access }: SeenRoom,
  items: readonly { id: string; sees: boolean }[],
) {
  if (!access.takesPart && !access.keeps) return [];
  const found = await amendmentsOf(meeting._id);
  const names = await personNames([...new Set(found.map((one) => one.by))]);
  const seen = new Set(items.filter((one) => one.sees).map((one) => one.id));
  return found
    .filter((one) => seen.has(one.item))
    .map(({ _id, item, text, at, by, state, answer }) => ({
      ...{ id: _id, item, text, at, state, answer },
      name: names.get(by) ?? visit.t('plans.someoneLeft'),
    }));
}

/** The minutes of a whole meeting for reading and for paper: who was there and what was said, item by item. */
export async function minutesPage(visit: SignedInVisit<unknown>, id: string): Promise<Answer> {
  const { room, items, people } = await roomShown(visit, id);
  const texts = await Promise.all(items.map((one) => (one.sees ? textOf(visit, one.id) : null)));
  const isTold = room.access.takesPart || room.access.keeps;
  const redactions = await Promise.all(
    items.map(async (one) =>
      one.sees && isTold ? redactionsTold(visit, await redactionsOfMinutes(visit.house, one.id)) : [],
    ),
  );
  const outcomes = await outcomesShown(visit, id, items, room.access);
  const amendments = await amendmentsShown(visit, room, items);
  const itemTitle = new Map(items.map((one) => [one.id, one.title]));
  const name = new Map(people.map((one) => [one.id, one.name]));
  return page('meetings/room/minutes', {
    ...headOf(visit, room),
    narrow: true,
    place: room.meeting.values.form === 'online' ? '' : room.meeting.values.place,
    items: items.map((one, at) => ({
      ...one,
      text: texts[at] ?? null,
      redactions: redactions[at] ?? [],
      outcomes: outcomes.filter(({ item }) => item === one.id),
      amendments: amendments.filter(({ item }) => item === one.id),
    })),
    present: people.filter((one) => one.stays.length > 0),
    excused: people.filter((one) => one.where === 'excused'),
    absent: people.filter((one) => one.where === 'expected'),
    conflicts: room.state.conflicts
      .filter(({ invitee }) => name.has(invitee))
      .map(({ invitee, item, from, until }) => ({
        name: name.get(invitee) ?? visit.t('plans.someoneLeft'),
        item: itemTitle.get(item) ?? '',
        from: clockTime(from),
        until: until === null ? '' : clockTime(until),
      })),
    meetingState: room.meeting.state,
    minutesOf,
    isTold,
    keeps: room.access.keeps,
    mayAmend: mayAmend(room),
    isOpen: amendments.some((one) => one.state === 'open'),
    refused: visit.refused,
    typed: visit.refused?.values ?? {},
    asksInsz: hasInsz(visit),
    reopenings: room.meeting.steps.filter((one) => one.state === 'closed' && one.why !== ''),
  });
}
