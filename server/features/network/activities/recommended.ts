import type { ActivityRecord } from '../../../../models/Activity.ts';
import type { RecommendationRecord } from '../../../../models/Recommendation.ts';
import { inLanguage } from '../../../core/i18n.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { paths } from '../../../paths.ts';
import { gapsOfRecommendations } from '../../coverage/register/queries.ts';
import { workPointsLinked } from '../yearPlan/shown.ts';
import { titlesRead } from './names.ts';
import { activitiesOf, recommendationsOf, type SeenActivity } from './queries.ts';

type Visit = SignedInVisit<unknown>;

/** What an activity recommends, with what became of it, as far as this person may read that. */
export async function recommendationsShown(visit: Visit, { activity, rights }: SeenActivity) {
  const all = (await recommendationsOf(activity._id)).filter((one) => rights.write || !one.withdrawn);
  const ids = all.map((one) => one._id);
  const [gaps, points] = await Promise.all([
    gapsOfRecommendations(visit.person, ids),
    workPointsLinked(
      visit,
      ids.map((one) => `recommendation:${one}`),
    ),
  ]);
  const adopting = await titlesRead(
    visit,
    all.flatMap((one) => one.adopted?.activity ?? []),
  );
  const { platform } = activity.values;
  return all.map((one: RecommendationRecord) => {
    const address = { id: activity._id, item: one._id };
    const title = adopting.get(one.adopted?.activity ?? '');
    const open = rights.write && !one.withdrawn;
    return {
      id: one._id,
      text: one.text,
      isWithdrawn: one.withdrawn !== null,
      adopted:
        one.adopted && title !== undefined
          ? { href: paths.activity({ id: one.adopted.activity }), text: title }
          : null,
      gaps: gaps
        .filter((gap) => gap.recommendation === one._id)
        .map((gap) => ({
          href: paths.gap({ id: gap.id }),
          text: inLanguage(gap.title, visit.language).text,
        })),
      points: points.filter((point) => point.links.includes(`recommendation:${one._id}`)),
      toPoint: open ? paths.newWorkPoint({ recommendation: one._id }) : null,
      toGap: open ? paths.newGap({ platform, recommendation: one._id }) : null,
      adopt: open && !one.adopted ? paths.recommendationAdoption(address) : null,
      withdraw: open ? paths.recommendationWithdrawal(address) : null,
    };
  });
}

/** Later ones that can have adopted what this one recommends. */
export async function laterThan({ values, _id }: ActivityRecord) {
  const all = await activitiesOf(values.platform);
  return all
    .filter(
      (one) => one.state === 'confirmed' && one._id !== _id && (one.values.year ?? 0) >= (values.year ?? 0),
    )
    .map((one) => ({ value: one._id, text: `${one.values.title} · ${one.values.day || one.values.year}` }));
}
