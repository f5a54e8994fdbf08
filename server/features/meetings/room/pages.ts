import { isConflicted } from '../../../../public/scripts/room/state.ts';
import { type Answer, fragment, page } from '../../../core/answers.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { paths } from '../../../paths.ts';
import { aboutLinks, recordingOf } from '../../network/items/queries.ts';
import { guestOrganisations } from '../guests.ts';
import type { RoomInput } from './forms.ts';
import { leads, maySay, minutesRights } from './policy.ts';
import type { SeenRoom } from './queries.ts';
import { headOf, minutesOf, outcomesShown, roomShown, textOf } from './shown.ts';
import { mayAddWalkIn } from './walkIns.ts';

/** The decisions and actions alone, for a page that is told they changed. */
export async function outcomesFragment(visit: SignedInVisit<unknown>, id: string): Promise<Answer> {
  const { items, room } = await roomShown(visit, id);
  return fragment('meetings/room/_outcomes', {
    outcomes: await outcomesShown(visit, id, items, room.access),
  });
}

/** What the page asks about who comes in, and what of it was refused. */
async function arrivalsShown(visit: SignedInVisit<unknown>, room: SeenRoom) {
  const { refused, request, now, language } = visit;
  const mayAdd = mayAddWalkIn(room.access, room);
  const isWalkIn = /\/arrivals$/.test(request.path);
  return {
    mayAddWalkIn: mayAdd,
    isTold: room.access.takesPart || room.access.keeps,
    walkInOrganisations: mayAdd ? await guestOrganisations(room.body, now, language) : [],
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
    about: record ? await aboutLinks(visit.person, record.values.about, visit.language) : [],
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
