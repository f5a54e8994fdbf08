import { SummaryNoticeModel } from '../../../../../models/SummaryNotice.ts';
import { type Answer, page } from '../../../../core/answers.ts';
import { Conflict, Forbidden } from '../../../../core/errors.ts';
import { inLanguage } from '../../../../core/i18n.ts';
import type { SignedInVisit } from '../../../../core/route.ts';
import { paths } from '../../../../paths.ts';
import { type BodyView, bodiesVisibleTo } from '../../bodies/queries.ts';
import { bodyNames } from '../../queries.ts';
import { maySendSummary } from '../policy.ts';
import type { SeenActivity } from '../queries.ts';
import { noticeId } from './actions.ts';
import { recipientsOf, type To } from './recipients.ts';

type Visit = SignedInVisit<unknown>;

/** The bodies of a platform that go on, by name. */
export async function bodiesToSendTo(
  { house, person, language }: Visit,
  platform: string,
): Promise<BodyView[]> {
  const all = await bodiesVisibleTo(house, person);
  const name = (one: BodyView): string => inLanguage(one.name, language).text;
  return all
    .filter((one) => one.organisation === null && one.platforms.includes(platform) && one.endedOn === '')
    .sort((a, b) => name(a).localeCompare(name(b), language));
}

/** One choice: to how many actors it goes, how many people are told, and how many were before. */
async function choiceOf({ person, now }: Visit, { activity }: SeenActivity, to: To, text: string) {
  const { actors, told } = await recipientsOf(to, { platform: activity.values.platform, now });
  const ids = told.filter((one) => one.id !== person.id).map((one) => noticeId(activity._id, one.id));
  const before = await SummaryNoticeModel.countDocuments({ _id: { $in: ids } });
  return { value: to, text, actors, people: ids.length - before, before };
}

/** To whom the summary of a visit can be sent, with how many that are. @throws Forbidden, Conflict */
export async function sendingPage(visit: Visit, seen: SeenActivity): Promise<Answer> {
  const { t, language, house, refused } = visit;
  const { activity, rights } = seen;
  const { platform, title } = activity.values;
  if (!rights.write) throw new Forbidden();
  if (!maySendSummary(rights, activity)) throw new Conflict('activities.errors.noSummary');
  const bodies = await bodiesToSendTo(visit, platform);
  const name = (await bodyNames(house, [platform], language)).get(platform) ?? '';
  const choices = await Promise.all([
    choiceOf(visit, seen, 'platform', t('activities.sending.platform', { name })),
    ...bodies.map((one) => choiceOf(visit, seen, `body:${one.id}`, inLanguage(one.name, language).text)),
  ]);
  const address = { id: activity._id };
  return page('activities/sending', {
    ...{ title: t('activities.sending.title'), space: 'network', narrow: true, refused },
    styles: ['/styles/activities.css'],
    choices: choices.filter((one) => one.actors > 0),
    chosen: refused?.values.to ?? '',
    lines: activity.values.summary.split('\n'),
    mails: house.mailer.sends,
    target: paths.activitySending(address),
    back: { href: paths.activity(address), text: title },
  });
}
