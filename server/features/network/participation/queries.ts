import type { BodyRecord } from '../../../../models/Body.ts';
import type { AttendancePlace } from '../../../../models/MeetingAttendance.ts';
import type { SeatRecord } from '../../../../models/Seat.ts';
import type { Person } from '../../../core/person.ts';
import { attendanceOf, type Days, type HeldMeeting } from '../../meetings/attendance/queries.ts';
import { bodiesSeenBy, type SeenBody, seatsOf } from '../bodies/queries.ts';
import type { Presence } from './figures.ts';
import { actorTypesOf, kindOf } from './kinds.ts';

export { yearsHeld } from '../../meetings/attendance/queries.ts';
export { actorTypesOf, kindName, kindOf, kindOrder } from './kinds.ts';

/** What some bodies' meetings say of who takes part. */
export interface Participation {
  /** Those that were held; where nobody wrote down who was there, `places` is null, and nothing of it counts. */
  meetings: HeldMeeting[];
  presences: Presence[];
  /** Every seat these bodies ever had. */
  seats: SeatRecord[];
}

function presenceOf(
  { id, body, day }: HeldMeeting,
  place: AttendancePlace,
  seat: SeatRecord | undefined,
  types: ReadonlyMap<string, string>,
): Presence {
  const { standing, isLate, isInvited } = place;
  return {
    ...{ meeting: id, body, day, standing, isLate, isInvited },
    organisation: place.organisation ?? (seat?.values.organisationWords || ''),
    kind: kindOf(place, seat, types),
    level: (seat?.values.level as Presence['level'] | '' | undefined) || 'unsaid',
    site: seat?.values.site || 'unsaid',
    voice: seat?.values.voice ?? '',
    profession: seat?.values.profession ?? '',
  };
}

/** Who took part in the meetings of these bodies on these days. The caller gives bodies its reader may read. */
export async function participationIn(bodies: readonly string[], days: Days): Promise<Participation> {
  const [meetings, seats] = await Promise.all([attendanceOf(bodies, days), seatsOf(bodies)]);
  const places = meetings.flatMap((one) => one.places ?? []);
  const types = await actorTypesOf(places);
  const byId = new Map(seats.map((one) => [one._id, one]));
  return {
    presences: meetings.flatMap((meeting) =>
      (meeting.places ?? []).map((place) => presenceOf(meeting, place, byId.get(place.seat ?? ''), types)),
    ),
    meetings,
    seats,
  };
}

/**
 * The bodies of a platform whose figures somebody may be told. A group inside one organisation is of no platform, and
 * counts for none, whoever asks.
 */
export async function bodiesOfPlatform(
  person: Pick<Person, 'id' | 'affiliations'>,
  platform: string,
  now: Date,
): Promise<SeenBody[]> {
  const isOfIt = ({ organisation, values }: BodyRecord): boolean =>
    organisation === null && values.platforms.includes(platform);
  return (await bodiesSeenBy(person, now)).filter(({ body }) => isOfIt(body));
}
