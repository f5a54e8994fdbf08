import { type Answer, redirect } from '../../../core/answers.ts';
import { leaveNotice } from '../../../core/notices.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import type { Unit } from '../../../core/unitOfWork.ts';
import { paths } from '../../../paths.ts';
import type { AdoptInput, RecommendInput } from './forms.ts';
import { requireActivity } from './queries.ts';
import { adopt, recommend, withdrawRecommendation } from './recommending.ts';

const idsOf = ({ params }: Pick<SignedInVisit, 'params'>) => ({
  activity: params.id ?? '',
  recommendation: params.item ?? '',
});

async function write(
  visit: SignedInVisit<unknown>,
  notice: string,
  work: (unit: Unit) => Promise<void>,
): Promise<Answer> {
  const { activity: id } = idsOf(visit);
  const { rights } = await requireActivity(visit.person, id);
  await visit.act({ record: { type: 'activity', id }, bodyId: rights.body }, work);
  leaveNotice(visit, `activities.notice.${notice}`);
  return redirect(`${paths.activity({ id })}#recommendations`);
}

export const add = (visit: SignedInVisit<RecommendInput>): Promise<Answer> =>
  write(visit, 'recommended', (unit) =>
    recommend(unit, visit.person, idsOf(visit).activity, visit.input.recommendation),
  );

export const adopted = (visit: SignedInVisit<AdoptInput>): Promise<Answer> =>
  write(visit, 'adopted', (unit) =>
    adopt(unit, visit.person, { ...idsOf(visit), adoptedIn: visit.input.adoptedIn }),
  );

export const withdraw = (visit: SignedInVisit<undefined>): Promise<Answer> =>
  write(visit, 'withdrawn', (unit) => withdrawRecommendation(unit, visit.person, idsOf(visit)));
