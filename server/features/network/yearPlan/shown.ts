import type { GapRecord } from '../../../../models/Gap.ts';
import type { WorkPointRecord } from '../../../../models/WorkPoint.ts';
import { hasRole } from '../../../core/person.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { paths } from '../../../paths.ts';
import { isClosed } from '../../coverage/register/shown.ts';
import { workPointsAbout, workPointsLinkedTo } from './queries.ts';
import { pointView, wordingFor } from './wording.ts';

async function shown(visit: SignedInVisit<unknown>, points: WorkPointRecord[]) {
  if (points.length === 0) return [];
  const wording = await wordingFor(visit, points);
  return points.map((one) => {
    const { href, year, number, title, state, stateWord, mark, owner } = pointView(one, wording, visit.t);
    return { href, year, number, title, state, stateWord, mark, owner, links: one.values.links };
  });
}

/** The work points about gaps, as far as this person may read them, the newest year first. */
export const workPointsShown = async (visit: SignedInVisit<unknown>, gaps: readonly string[]) =>
  shown(visit, await workPointsAbout(visit.person, gaps));

/** The same for those that name something else, as `kind:id`. */
export const workPointsLinked = async (visit: SignedInVisit<unknown>, links: string[]) =>
  shown(visit, await workPointsLinkedTo(visit.person, links));

/** What the page of a gap shows of year plans: its points, and the step that makes one for who writes the gap. */
export const workPointsOfGap = async (
  visit: SignedInVisit<unknown>,
  { _id, status }: GapRecord,
  mayWrite: boolean,
) => ({
  points: await workPointsShown(visit, [_id]),
  make:
    mayWrite && hasRole(visit.person, 'coordinator') && !isClosed(status)
      ? paths.newWorkPoint({ gap: _id })
      : null,
});
