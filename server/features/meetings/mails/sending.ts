import { InviteeModel, type InviteeRecord } from '../../../../models/Invitee.ts';
import { MeetingModel, type MeetingRecord } from '../../../../models/Meeting.ts';
import { MeetingMailModel, type MeetingMailRecord } from '../../../../models/MeetingMail.ts';
import { PersonModel, type PersonRecord } from '../../../../models/Person.ts';
import type { House } from '../../../core/house.ts';
import type { Language } from '../../../core/i18n.ts';
import { dueMails, refusedMail, takenMail } from '../../../core/mailTries.ts';
import { newToken, tokenHash } from '../../../core/tokens.ts';
import { bodyFactsOf } from '../../network/bodies/queries.ts';
import { mailAbout } from './meetingMail.ts';

const together = 50;

const draft = (meeting: string, name: string, details: Record<string, number> = {}) => ({
  ...{ name: `meeting.${name}`, actor: null, record: { type: 'meeting', id: meeting }, details },
});

/** Takes mails that are due, so that nobody else sends them; those with a link get one. Answers their tokens by mail. */
async function take(house: House, meeting: string): Promise<Map<string, string>> {
  const tokens = new Map<string, string>();
  await house.unitOfWork.do(draft(meeting, 'mailsTaken'), async ({ session, now, note }) => {
    tokens.clear();
    const mails = await MeetingMailModel.find({ meeting, ...dueMails(now) })
      .limit(together)
      .session(session)
      .lean<MeetingMailRecord[]>();
    for (const mail of mails) {
      const token = newToken();
      tokens.set(mail._id, token);
      await MeetingMailModel.updateOne(
        { _id: mail._id },
        { $set: { ...takenMail(mail, now), tokenHash: tokenHash(token) } },
        { session },
      );
    }
    note({ mails: mails.length });
    return null;
  });
  return tokens;
}

/** Says what became of them. What was refused is tried again, later each time. */
async function settle(house: House, meeting: string, outcome: Map<string, boolean>): Promise<number> {
  const sent = [...outcome].filter(([, isTaken]) => isTaken).map(([id]) => id);
  const refused = [...outcome].filter(([, isTaken]) => !isTaken).map(([id]) => id);
  const counts = { sent: sent.length, refused: refused.length };
  await house.unitOfWork.do(draft(meeting, 'mailed', counts), async ({ session, now }) => {
    await MeetingMailModel.updateMany({ _id: { $in: sent } }, { $set: { state: 'sent' } }, { session });
    const again = await MeetingMailModel.find({ _id: { $in: refused } })
      .session(session)
      .lean<MeetingMailRecord[]>();
    for (const mail of again)
      await MeetingMailModel.updateOne({ _id: mail._id }, { $set: refusedMail(mail, now) }, { session });
    return null;
  });
  return sent.length;
}

async function sendOne(
  house: House,
  { mail, meeting, token }: { mail: MeetingMailRecord; meeting: MeetingRecord; token: string },
): Promise<boolean> {
  const [invitee, [body]] = await Promise.all([
    InviteeModel.findById(mail.invitee).lean<InviteeRecord | null>(),
    bodyFactsOf([meeting.body]),
  ]);
  if (!invitee || !body) return true;
  const person = invitee.person && (await PersonModel.findById(invitee.person).lean<PersonRecord | null>());
  const to = person
    ? { email: person.email, language: person.language }
    : { email: invitee.email, language: meeting.values.language as Language };
  const earlier = { invitee: mail.invitee, method: 'REQUEST' as const, state: 'sent' as const };
  const isFirst = (await MeetingMailModel.countDocuments(earlier)) === 0;
  const about = { mail, meeting, isFirst, bodyName: body.values.name, to };
  return mailAbout(house, { ...about, token: person ? '' : token });
}

/** Nobody is invited to what is over or off any more, however long the mail server was away. */
const isStale = ({ method }: MeetingMailRecord, { state, endsAt }: MeetingRecord, now: Date): boolean =>
  endsAt <= now || (method === 'REQUEST' && state !== 'called');

async function sendOf(house: House, meetingId: string): Promise<number> {
  const tokens = await take(house, meetingId);
  const [mails, meeting] = await Promise.all([
    MeetingMailModel.find({ _id: { $in: [...tokens.keys()] } }).lean<MeetingMailRecord[]>(),
    MeetingModel.findById(meetingId).lean<MeetingRecord | null>(),
  ]);
  const outcome = new Map<string, boolean>();
  for (const mail of mails) {
    const isGone = meeting === null || isStale(mail, meeting, house.clock.now());
    outcome.set(mail._id, isGone || (await sendOne(house, { mail, meeting, token: tokens.get(mail._id)! })));
  }
  return settle(house, meetingId, outcome);
}

/**
 * Sends every mail about meetings that is due; answers how many were taken. Without a mail server it does nothing. What
 * was being sent when a server died is sent again once its lease is over.
 */
export async function sendMeetingMails(house: House): Promise<number> {
  if (!house.mailer.sends) return 0;
  const waiting = await MeetingMailModel.find(dueMails(house.clock.now()), { meeting: 1 }).lean<
    Pick<MeetingMailRecord, 'meeting'>[]
  >();
  let sent = 0;
  for (const meeting of new Set(waiting.map((one) => one.meeting))) sent += await sendOf(house, meeting);
  return sent;
}
