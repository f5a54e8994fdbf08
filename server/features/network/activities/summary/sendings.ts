import type { ActivityRecord } from '../../../../../models/Activity.ts';
import { inLanguage } from '../../../../core/i18n.ts';
import type { SignedInVisit } from '../../../../core/route.ts';
import { bodyFactsOf } from '../../bodies/queries.ts';
import { personNames } from '../../queries.ts';
import { mailsAbout } from './queries.ts';

/** To whom a summary went and when, for those who write; never who read it. */
export async function sendingsShown(
  { t, language, house }: SignedInVisit<unknown>,
  activity: ActivityRecord,
) {
  const sendings = activity.sendings ?? [];
  const bodies = await bodyFactsOf(
    sendings.flatMap(({ to }) => (to === 'platform' ? [] : to.slice('body:'.length))),
  );
  const names = new Map(bodies.map((one) => [`body:${one._id}`, inLanguage(one.values.name, language).text]));
  const people = await personNames(sendings.flatMap((one) => one.by ?? []));
  return {
    all: sendings.map(({ to, told, at, by }) => ({
      ...{ at, told, who: people.get(by ?? '') ?? '' },
      to: to === 'platform' ? t('activities.sending.everyone') : (names.get(to) ?? t('activities.aBody')),
    })),
    // Without a mail server there is nothing they wait for.
    mails: house.mailer.sends ? await mailsAbout(activity._id) : { waiting: 0, failed: 0 },
  };
}
