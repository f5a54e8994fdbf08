import type { ClientSession } from 'mongodb';
import { InviteeModel, type InviteeRecord } from '../../../models/Invitee.ts';
import { MeetingModel, type MeetingRecord } from '../../../models/Meeting.ts';
import { MeetingMailModel, type MeetingMailRecord } from '../../../models/MeetingMail.ts';
import { tokenHash } from '../../core/tokens.ts';

type Session = ClientSession | null;

/** Who is invited to a meeting, without who was taken off, by the time they were added. */
export const inviteesOf = (meeting: string, session: Session = null): Promise<InviteeRecord[]> =>
  InviteeModel.find({ meeting, removed: null })
    .sort({ 'added.at': 1, _id: 1 })
    .session(session)
    .lean<InviteeRecord[]>()
    .exec();

/** The same with who was taken off. */
export const everyInviteeOf = (meeting: string, session: Session = null): Promise<InviteeRecord[]> =>
  InviteeModel.find({ meeting })
    .sort({ 'added.at': 1, _id: 1 })
    .session(session)
    .lean<InviteeRecord[]>()
    .exec();

/** Who a link was sent to, as long as it works: they were not taken off and it was not replaced. */
export async function invitedByLink(
  token: string,
  session: Session = null,
): Promise<{ meeting: MeetingRecord; invitee: InviteeRecord } | null> {
  const mail = await MeetingMailModel.findOne({ tokenHash: tokenHash(token) })
    .session(session)
    .lean<MeetingMailRecord | null>();
  if (!mail) return null;
  const [invitee, meeting] = [
    await InviteeModel.findOne({ _id: mail.invitee, removed: null })
      .session(session)
      .lean<InviteeRecord | null>(),
    await MeetingModel.findById(mail.meeting).session(session).lean<MeetingRecord | null>(),
  ];
  return invitee && meeting ? { invitee, meeting } : null;
}

/** The last mail to each invitee of a meeting, by invitee. */
export async function mailsOf(meeting: string): Promise<Map<string, MeetingMailRecord>> {
  const mails = await MeetingMailModel.find({ meeting }).sort({ madeAt: 1 }).lean<MeetingMailRecord[]>();
  return new Map(mails.map((one) => [one.invitee, one]));
}
