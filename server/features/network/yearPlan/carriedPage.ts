import type { WorkPointRecord } from '../../../../models/WorkPoint.ts';
import { type Answer, page } from '../../../core/answers.ts';
import { Conflict, Forbidden, NotFound } from '../../../core/errors.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { paths } from '../../../paths.ts';
import { admissionsOf } from '../../coverage/register/queries.ts';
import { mayGoOn } from './planSteps.ts';
import { planRights } from './policy.ts';
import { planBefore, planId, pointsOf, requirePlan } from './queries.ts';
import { pointView, wordingFor } from './wording.ts';

type Visit = SignedInVisit<unknown>;

/** The plan points go into, or what it would be where it is still to be begun. @throws NotFound, Forbidden, Conflict */
async function target({ person, params }: Visit, platform: string, year: number) {
  const id = planId(platform, year);
  const seen = await requirePlan(person, id).catch((error: unknown) => {
    if (error instanceof NotFound) return null;
    throw error;
  });
  const asked = { platform: params.platform ?? '', state: 'draft' as const, authorities: [] };
  const rights = seen?.rights ?? planRights(person, await admissionsOf(person), asked);
  if (!rights.read) throw new NotFound();
  if (!rights.write) throw new Forbidden();
  if (!rights.writesPoints) throw new Conflict('yearPlans.errors.submitted');
  return seen ? pointsOf(seen.plan) : [];
}

/** Which points of the year before go on: what is done or dropped stays where it is. */
export async function carriedPage(visit: Visit): Promise<Answer> {
  const { t, params, refused } = visit;
  const platform = params.platform ?? '';
  const year = Number(params.year);
  const there = await target(visit, platform, year);
  const before = await planBefore(platform, year);
  const points = before ? await pointsOf(before) : [];
  const wording = await wordingFor(visit, points, { bodies: [platform] });
  const isThere = (point: WorkPointRecord): boolean => there.some((one) => one.line === point.line);
  const ticked = refused ? [refused.values.points ?? []].flat() : null;
  const view = (point: WorkPointRecord) => ({
    ...pointView(point, wording, t),
    isTicked: ticked ? ticked.includes(point._id) : true,
  });
  const address = { platform, year: params.year ?? '' };
  const title = (of: number): string =>
    t('yearPlans.plan.title', { year: of, platform: wording.body(platform) });
  return page('yearPlan/carried', {
    title: t('yearPlans.carry.title', { year }),
    space: 'platform',
    styles: ['/styles/yearPlan.css'],
    refused,
    from: before && { year: before.year, title: title(before.year) },
    goOn: points.filter((one) => mayGoOn(one) && !isThere(one)).map(view),
    stay: points
      .filter((one) => !mayGoOn(one) || isThere(one))
      .map((one) => ({ ...view(one), isThere: isThere(one) })),
    year,
    target: paths.yearPlanCarried(address),
    back: before ? paths.yearPlan({ platform, year: String(before.year) }) : paths.yearPlans(),
    crumb: { href: paths.yearPlans(), text: t('yearPlans.title') },
  });
}
