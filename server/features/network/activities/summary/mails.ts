import { ActivityModel, type ActivityRecord } from '../../../../../models/Activity.ts';
import { SummaryNoticeModel, type SummaryNoticeRecord } from '../../../../../models/SummaryNotice.ts';
import type { House } from '../../../../core/house.ts';
import { translator } from '../../../../core/i18n.ts';
import { dueMails, refusedMail, takenMail } from '../../../../core/mailTries.ts';
import { paths } from '../../../../paths.ts';
import { type Addressee, bodyNames, currentMembers } from '../../queries.ts';

/** After this time it is news no more, and no mail is sent of it. In milliseconds. */
const late = 7 * 24 * 3_600_000;
const together = 50;

const draft = (activity: string, name: string, details: Record<string, number> = {}) => ({
  ...{ name: `activity.${name}`, actor: null, record: { type: 'activity', id: activity }, details },
});

/** Takes mails that are due, so that nobody else sends them. */
async function take(house: House, activity: string): Promise<SummaryNoticeRecord[]> {
  let taken: SummaryNoticeRecord[] = [];
  await house.unitOfWork.do(draft(activity, 'summaryMailsTaken'), async ({ session, now, note }) => {
    taken = await SummaryNoticeModel.find({ activity, ...dueMails(now) })
      .limit(together)
      .session(session)
      .lean<SummaryNoticeRecord[]>();
    for (const one of taken)
      await SummaryNoticeModel.updateOne({ _id: one._id }, { $set: takenMail(one, now) }, { session });
    note({ mails: taken.length });
    return null;
  });
  return taken;
}

type Outcome = 'sent' | 'refused' | 'dropped';

/** Says what became of them. What was refused is tried again, later each time. */
async function settle(house: House, activity: string, outcome: Map<string, Outcome>): Promise<number> {
  const of = (what: Outcome): string[] => [...outcome].filter(([, one]) => one === what).map(([id]) => id);
  const counts = { sent: of('sent').length, refused: of('refused').length, dropped: of('dropped').length };
  await house.unitOfWork.do(draft(activity, 'summaryMailed', counts), async ({ session, now }) => {
    for (const state of ['sent', 'dropped'] as const)
      await SummaryNoticeModel.updateMany({ _id: { $in: of(state) } }, { $set: { state } }, { session });
    const again = await SummaryNoticeModel.find({ _id: { $in: of('refused') } })
      .session(session)
      .lean<SummaryNoticeRecord[]>();
    for (const one of again)
      await SummaryNoticeModel.updateOne({ _id: one._id }, { $set: refusedMail(one, now) }, { session });
    return null;
  });
  return counts.sent;
}

/** Names the platform and leads to the page: nothing of the visit, with whom it was, or who wrote. */
async function mail(house: House, { _id, activity }: SummaryNoticeRecord, platform: string, to: Addressee) {
  const t = translator(to.language);
  const said = {
    platform: (await bodyNames(house, [platform], to.language)).get(platform) ?? '',
    link: house.publicUrl + paths.activity({ id: activity }),
  };
  const text = ['text', 'link', 'why'].map((one) => t(`activities.mail.${one}`, said)).join('\n\n');
  const subject = t('activities.mail.subject', said);
  return house.mailer.send({ to: to.email, subject, text: `${text}\n`, id: _id.replace('/', '.') });
}

async function sendOf(house: House, id: string): Promise<number> {
  const notices = await take(house, id);
  const [activity, members] = await Promise.all([
    ActivityModel.findById(id).lean<ActivityRecord | null>(),
    currentMembers({ people: notices.map((one) => one.person) }, 'any'),
  ]);
  const now = house.clock.now().getTime();
  const outcome = new Map<string, Outcome>();
  for (const one of notices) {
    const to = members.find(({ addressee }) => addressee.id === one.person)?.addressee;
    const isLate = now - one.madeAt.getTime() > late;
    if (activity?.state !== 'confirmed' || !to || isLate) outcome.set(one._id, 'dropped');
    else outcome.set(one._id, (await mail(house, one, activity.values.platform, to)) ? 'sent' : 'refused');
  }
  return settle(house, id, outcome);
}

/** Sends every mail about a summary that is due; answers how many were taken. Without a mail server it does nothing. */
export async function sendSummaryMails(house: House): Promise<number> {
  if (!house.mailer.sends) return 0;
  const waiting = await SummaryNoticeModel.find(dueMails(house.clock.now()), { activity: 1 }).lean<
    Pick<SummaryNoticeRecord, 'activity'>[]
  >();
  let sent = 0;
  for (const id of new Set(waiting.map((one) => one.activity))) sent += await sendOf(house, id);
  return sent;
}
