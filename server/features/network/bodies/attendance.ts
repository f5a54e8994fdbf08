import type { HeldMeeting } from '../../meetings/attendance/queries.ts';
import type { Attendance, CameBesides } from './tableSeats.ts';

/** How often each seat was invited and was there, and which organisations came by themselves, at some meetings. */
export function attendanceIn(held: readonly Pick<HeldMeeting, 'places'>[]): {
  attendance: Attendance[];
  besides: CameBesides[];
} {
  const seats = new Map<string, Attendance>();
  const besides = new Map<string, CameBesides>();
  for (const { places } of held) {
    for (const { seat, standing } of places ?? []) {
      if (seat === null) continue;
      const { invited, attended } = seats.get(seat) ?? { invited: 0, attended: 0 };
      const came = standing === 'attending' ? 1 : 0;
      seats.set(seat, { seat, invited: invited + 1, attended: attended + came });
    }
    const came = (places ?? []).filter((one) => !one.isInvited).flatMap((one) => one.organisation ?? []);
    for (const organisation of new Set(came))
      besides.set(organisation, { organisation, times: (besides.get(organisation)?.times ?? 0) + 1 });
  }
  return { attendance: [...seats.values()], besides: [...besides.values()] };
}
