import { InviteeModel, type InviteeRecord } from '../../../models/Invitee.ts';
import { MeetingModel, type MeetingRecord } from '../../../models/Meeting.ts';
import { meetingsSeenBy, type Writer } from './queries.ts';
import { isSame } from './seatInvitations.ts';

type Placed = Pick<MeetingRecord, '_id' | 'startsAt' | 'endsAt'> & {
  values: Pick<MeetingRecord['values'], 'form' | 'place'>;
};
type Invited = Pick<InviteeRecord, 'meeting' | 'seat' | 'person' | 'email' | 'name' | 'response'>;

/** Somebody, or a place, that is wanted by two meetings at once. */
export interface Clash {
  /** Name of who is twice invited; null for a place. */
  name: string | null;
  /** Id of the other meeting. */
  other: string;
}

/** Half an hour that touches the next is no clash. */
export const overlaps = (a: Pick<Placed, 'startsAt' | 'endsAt'>, b: typeof a): boolean =>
  a.startsAt < b.endsAt && a.endsAt > b.startsAt;

const roomOf = ({ values }: Placed): string =>
  values.form === 'online' ? '' : values.place.trim().replaceAll(/\s+/g, ' ').toLowerCase();

/** Who of the invited is asked elsewhere at that time and did not say no there, and whether the place is taken. */
export function clashesBetween(
  meeting: Placed,
  invited: readonly Invited[],
  others: readonly { meeting: Placed; invited: readonly Invited[] }[],
): Clash[] {
  const room = roomOf(meeting);
  return others
    .filter((other) => other.meeting._id !== meeting._id && overlaps(meeting, other.meeting))
    .flatMap((other) => {
      const coming = other.invited.filter((one) => one.response !== 'no');
      const twice = invited.filter((one) => coming.some((elsewhere) => isSame(one, elsewhere)));
      const people = twice.map(({ name }) => ({ name, other: other.meeting._id }));
      return room !== '' && roomOf(other.meeting) === room
        ? [...people, { name: null, other: other.meeting._id }]
        : people;
    });
}

export interface ToldClash extends Clash {
  at: Pick<MeetingRecord['values'], 'day' | 'from' | 'until'>;
  /** What it is called, where the asker may read it; else it is another meeting. */
  title: string | null;
}

/** The clashes of a meeting, told to who plans it. */
export async function clashesOf(
  person: Writer,
  meeting: MeetingRecord,
  invited: readonly InviteeRecord[],
  now: Date,
): Promise<ToldClash[]> {
  const others = await MeetingModel.find({
    _id: { $ne: meeting._id },
    state: { $in: ['called', 'open'] },
    startsAt: { $lt: meeting.endsAt },
    endsAt: { $gt: meeting.startsAt },
  }).lean<MeetingRecord[]>();
  if (others.length === 0) return [];
  const ids = others.map((one) => one._id);
  const there = await InviteeModel.find({ meeting: { $in: ids }, removed: null }).lean<InviteeRecord[]>();
  const clashes = clashesBetween(
    meeting,
    invited,
    others.map((one) => ({ meeting: one, invited: there.filter(({ meeting: id }) => id === one._id) })),
  );
  if (clashes.length === 0) return [];
  const readable = await meetingsSeenBy(person, now, { _id: { $in: ids } });
  const titles = new Map(readable.map((one) => [one.meeting._id, one.meeting.values.title]));
  const byId = new Map(others.map((one) => [one._id, one.values]));
  return clashes.map((one) => ({ ...one, at: byId.get(one.other)!, title: titles.get(one.other) ?? null }));
}
