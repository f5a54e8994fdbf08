import type { ClientSession } from 'mongodb';
import { MeetingModel, type MeetingRecord } from '../../../../models/Meeting.ts';

type Session = ClientSession | null;

/** What is asked of a meeting here. */
export interface MeetingSeen {
  id: string;
  body: string;
  title: string;
  /** YYYY-MM-DD and HH:MM, in Brussels. */
  day: string;
  from: string;
  until: string;
  startsAt: Date;
  endsAt: Date;
  state: MeetingRecord['state'];
}

const seenOf = ({ _id, body, values, startsAt, endsAt, state }: MeetingRecord): MeetingSeen => ({
  ...{ id: _id, body, title: values.title, day: values.day, from: values.from, until: values.until },
  ...{ startsAt, endsAt, state },
});

export const meetingById = async (id: string, session: Session = null): Promise<MeetingSeen | null> => {
  const found = await MeetingModel.findById(id).session(session).lean<MeetingRecord | null>();
  return found && seenOf(found);
};

export async function meetingsById(ids: readonly string[]): Promise<Map<string, MeetingSeen>> {
  const found = await MeetingModel.find({ _id: { $in: [...new Set(ids)] } }).lean<MeetingRecord[]>();
  return new Map(found.map((one) => [one._id, seenOf(one)]));
}

/** Every meeting of a body, the earliest first. */
export async function meetingsOfBody(body: string, session: Session = null): Promise<MeetingSeen[]> {
  const found = await MeetingModel.find({ body: body as string })
    .sort({ startsAt: 1, _id: 1 })
    .session(session)
    .lean<MeetingRecord[]>();
  return found.map(seenOf);
}

/** How long it is planned to last, in minutes. */
export const lengthOf = ({ startsAt, endsAt }: Pick<MeetingSeen, 'startsAt' | 'endsAt'>): number =>
  Math.round((endsAt.getTime() - startsAt.getTime()) / 60_000);

/** An agenda can still be changed until its minutes are approved; of a cancelled meeting there is none any more. */
export const takesItems = ({ state }: Pick<MeetingSeen, 'state'>): boolean =>
  state === 'draft' || state === 'called' || state === 'open';

/** What came of a meeting is recorded once it was called, and until its minutes are approved. */
export const takesOutcomes = ({ state }: Pick<MeetingSeen, 'state'>): boolean =>
  state === 'called' || state === 'open' || state === 'closed';
