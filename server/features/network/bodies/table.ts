import type { BodyRecord } from '../../../../models/Body.ts';
import type { SeatRecord } from '../../../../models/Seat.ts';
import type { ZoneRecord } from '../../../../models/Zone.ts';
import { whereabouts } from '../../../geography/geography.ts';
import { zonesInUse } from '../../coverage/zones/queries.ts';
import { attendanceOf, type HeldMeeting } from '../../meetings/attendance/queries.ts';
import { attendanceIn } from './attendance.ts';
import { missingAt } from './missing.ts';
import type { Beginning } from './newPartners.ts';
import { isHeld, seatViews } from './queries.ts';
import type { Surroundings } from './surroundings.ts';
import type { Around, Missing, Table } from './tableSeats.ts';
import { dayBeside } from './terms.ts';

/** NIS codes of the areas a body is for, its zones among them; none is everywhere. */
export function areasOf({ values }: BodyRecord, zones: readonly ZoneRecord[]): string[] {
  const own = zones.filter((one) => values.zones.includes(one._id));
  return [...values.areas, ...own.flatMap((one) => one.values.parts)];
}

const liesIn = (nis: string | null, areas: readonly string[]): boolean =>
  nis !== null && Object.values(whereabouts(nis)).some((one) => one !== null && areas.includes(one));

/** The partners with what they have in these areas; one of which no place is known may be anywhere. */
export function aroundIn({ partners, sites }: Surroundings, areas: readonly string[]): Around[] {
  return partners.flatMap(({ _id, actorType }) => {
    const own = sites.filter((one) => one.organisationId === _id && one.kind !== 'visits');
    const placed = own.filter((one) => one.area !== null);
    const near = areas.length === 0 ? own : own.filter((one) => liesIn(one.area, areas));
    if (areas.length > 0 && placed.length > 0 && near.length === 0) return [];
    return [{ id: _id, actorType, sites: near.map((one) => one._id) }];
  });
}

const yearBefore = (day: string): string => `${Number(day.slice(0, 4)) - 1}${day.slice(4)}`;

/** The meetings of bodies that were held in the year up to a day. */
export const heldInYearTo = (bodies: readonly string[], day: string): Promise<HeldMeeting[]> =>
  attendanceOf(bodies, { from: dayBeside(yearBefore(day), 1), until: day });

const compositionOf = ({ organisation, values }: BodyRecord): Table['composition'] => {
  if (organisation !== null) return 'inside';
  return values.kind === 'external' ? 'external' : 'platform';
};

/** When each of these seats began, but for those that were a mistake. */
export const beginningsOf = (seats: readonly SeatRecord[]): Beginning[] =>
  seats
    .filter(({ mistaken, values }) => mistaken === null && values.organisation !== '')
    .map(({ values }) => ({ organisation: values.organisation, from: values.from }));

/**
 * A table as `missingAt` looks at it, with what the past year's meetings say of it.
 * @param all every seat of the body, also those that ended
 */
export async function tableOf(
  body: BodyRecord,
  all: readonly SeatRecord[],
  surroundings: Surroundings,
  { day, held }: { day: string; held: readonly HeldMeeting[] },
): Promise<Table> {
  const [now, ended] = [all.filter((one) => isHeld(one, day)), all.filter((one) => !isHeld(one, day))];
  const seats = await seatViews(now);
  return {
    composition: compositionOf(body),
    ...{ day, yearBefore: yearBefore(day) },
    ...attendanceIn(held),
    earlier: beginningsOf(ended),
    seats: seats.map((one) => ({
      ...one,
      organisation: one.organisation ?? one.platform,
      isNamed: one.person !== null || one.name !== '',
    })),
    around: aroundIn(surroundings, areasOf(body, await zonesInUse())),
  };
}

/** Who is missing at each of these tables, by the id of the body; not of those that ended. */
export async function missingAtEach(
  bodies: readonly BodyRecord[],
  seats: readonly SeatRecord[],
  surroundings: Surroundings,
  day: string,
): Promise<Map<string, Missing[]>> {
  const held = await heldInYearTo(
    bodies.map((one) => one._id),
    day,
  );
  const all = bodies
    .filter((one) => !one.ended)
    .map(async (body) => {
      const own = seats.filter((one) => one.body === body._id);
      const meetings = held.filter((one) => one.body === body._id);
      return [body._id, missingAt(await tableOf(body, own, surroundings, { day, held: meetings }))] as const;
    });
  return new Map(await Promise.all(all));
}
