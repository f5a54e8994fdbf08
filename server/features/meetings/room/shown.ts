import type { AgendaItemRecord } from '../../../../models/AgendaItem.ts';
import type { InviteeRecord } from '../../../../models/Invitee.ts';
import { isConflicted, spentOn, whereIs } from '../../../../public/scripts/room/state.ts';
import { brusselsDay } from '../../../core/i18n.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { readPlainText } from '../../../live/plainText.ts';
import { paths } from '../../../paths.ts';
import { outcomesOf } from '../../network/items/queries.ts';
import { bodyNames } from '../../network/queries.ts';
import { clockTime, dayInWords, hoursInWords, timeInWords } from '../wallClock.ts';
import { liveMinutes } from './live.ts';
import { isConcerned, maySay, type RoomAccess } from './policy.ts';
import { agendaOf, requireRoom, type SeenRoom } from './queries.ts';

/** Minutes as committed, or why they cannot be read. */
export async function textOf(visit: SignedInVisit<unknown>, item: string) {
  const nobody = visit.t('plans.someoneLeft');
  return readPlainText(liveMinutes(visit.house), item, () => nobody).catch(() => 'unreadable' as const);
}

export const minutesOf = (milliseconds: number): number => Math.round(milliseconds / 60_000);

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
export async function outcomesShown(
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
      from: timeInWords(clockTime(from), visit.language),
      until: until === null ? '' : timeInWords(clockTime(until), visit.language),
    })),
    abstains: current !== null && isConflicted(state, one._id, current),
    leads: one.person !== null && state.leads.at(-1) === one.person,
    mayMark: maySay(room.access, state, { kind: 'excused', ...about }),
  };
}

export async function roomShown(visit: SignedInVisit<unknown>, id: string) {
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

export const headOf = (visit: SignedInVisit<unknown>, { meeting }: SeenRoom) => ({
  title: meeting.values.title,
  space: 'network' as const,
  styles: ['/styles/room.css'],
  meetingId: meeting._id,
  // Opened on another day than people were told, it is seldom meant.
  plannedFor:
    meeting.startsAt > visit.now && meeting.values.day !== brusselsDay(visit.now)
      ? dayInWords(meeting.values.day, visit.language)
      : '',
  whenWords: visit.t('room.when', {
    day: dayInWords(meeting.values.day, visit.language),
    ...hoursInWords(meeting.values, visit.language),
  }),
});
