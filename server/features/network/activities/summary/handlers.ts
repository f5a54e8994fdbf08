import { type Answer, redirect } from '../../../../core/answers.ts';
import { leaveNotice } from '../../../../core/notices.ts';
import type { SignedInVisit } from '../../../../core/route.ts';
import { paths } from '../../../../paths.ts';
import type { SendInput } from '../forms.ts';
import { requireActivity } from '../queries.ts';
import { sendSummary } from './actions.ts';
import { sendSummaryMails } from './mails.ts';
import type { To } from './recipients.ts';
import { bodiesToSendTo, sendingPage } from './sendingPage.ts';

export async function showSending(visit: SignedInVisit<unknown>): Promise<Answer> {
  return sendingPage(visit, await requireActivity(visit.person, visit.params.id));
}

/** Sends it on, and leads back; nobody waits for a mail server. */
export async function send(visit: SignedInVisit<SendInput>): Promise<Answer> {
  const { person, input, house } = visit;
  const id = visit.params.id ?? '';
  const { activity, rights } = await requireActivity(person, id);
  const bodies = (await bodiesToSendTo(visit, activity.values.platform)).map((one) => one.id);
  const { told } = await visit.act({ record: { type: 'activity', id }, bodyId: rights.body }, (unit) =>
    sendSummary(unit, person, id, { to: input.to as To, bodies }),
  );
  sendSummaryMails(house).catch((err) =>
    house.logger.error({ err }, 'mails about a summary were not sent; it is tried again'),
  );
  const notice = told === 0 ? 'toldBefore' : house.mailer.sends ? 'sent' : 'sentUnmailed';
  leaveNotice(visit, `activities.notice.${notice}`, { count: told });
  return redirect(paths.activity({ id }));
}
