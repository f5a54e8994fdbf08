import { type Answer, page } from '../../../core/answers.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { hasInsz } from '../../../fields/insz.ts';
import { personNames } from '../../network/queries.ts';
import { redactionsTold } from '../../prose/redaction/queries.ts';
import { clockTime, timeInWords } from '../wallClock.ts';
import { amendmentsOf, mayAmend } from './amendments.ts';
import { redactionsOfMinutes } from './past/queries.ts';
import type { SeenRoom } from './queries.ts';

import { headOf, minutesOf, outcomesShown, roomShown, textOf } from './shown.ts';

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

interface ItemSaid {
  text: Awaited<ReturnType<typeof textOf>> | null;
  redactions: object[];
  outcomes: object[];
  amendments: object[];
}

const isTalkedOf = ({ text, ...more }: ItemSaid): boolean =>
  text === 'unreadable' ||
  (text?.blocks.length ?? 0) > 0 ||
  [more.redactions, more.outcomes, more.amendments].some((said) => said.length > 0);

/** The minutes of a whole meeting for reading and for paper: who was there and what was said, item by item. */
export async function minutesPage(visit: SignedInVisit<unknown>, id: string): Promise<Answer> {
  const { room, items, records, people } = await roomShown(visit, id);
  const texts = await Promise.all(items.map((one) => (one.sees ? textOf(visit, one.id) : null)));
  const isTold = room.access.takesPart || room.access.keeps;
  const redactions = await Promise.all(
    items.map(async (one) =>
      one.sees && isTold ? redactionsTold(visit, await redactionsOfMinutes(visit.house, one.id)) : [],
    ),
  );
  const outcomes = await outcomesShown(visit, id, items, room.access);
  const amendments = await amendmentsShown(visit, room, items);
  // What recurs and was not come to still stands on this agenda: minutes have nothing to say of it.
  const isOver = room.meeting.state === 'closed' || room.meeting.state === 'approved';
  const itemTitle = new Map(items.map((one) => [one.id, one.title]));
  const name = new Map(people.map((one) => [one.id, one.name]));
  return page('meetings/room/minutes', {
    ...headOf(visit, room),
    narrow: true,
    place: room.meeting.values.form === 'online' ? '' : room.meeting.values.place,
    items: items
      .map((one, at) => ({
        ...one,
        text: texts[at] ?? null,
        redactions: redactions[at] ?? [],
        outcomes: outcomes.filter(({ item }) => item === one.id),
        amendments: amendments.filter(({ item }) => item === one.id),
      }))
      .filter((one, at) => !isOver || records[at]?.state !== 'planned' || isTalkedOf(one)),
    present: people.filter((one) => one.stays.length > 0),
    excused: people.filter((one) => one.where === 'excused'),
    absent: people.filter((one) => one.where === 'expected'),
    conflicts: room.state.conflicts
      .filter(({ invitee }) => name.has(invitee))
      .map(({ invitee, item, from, until }) => ({
        name: name.get(invitee) ?? visit.t('plans.someoneLeft'),
        item: itemTitle.get(item) ?? '',
        from: timeInWords(clockTime(from), visit.language),
        until: until === null ? '' : timeInWords(clockTime(until), visit.language),
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
