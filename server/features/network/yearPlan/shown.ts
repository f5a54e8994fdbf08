import type { GapRecord } from '../../../../models/Gap.ts';
import { hasRole } from '../../../core/person.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { paths } from '../../../paths.ts';
import { isClosed } from '../../coverage/register/shown.ts';
import { workPointsAbout } from './queries.ts';
import { pointView, wordingFor } from './wording.ts';

/** The work points about gaps, as far as this person may read them, the newest year first. */
export async function workPointsShown(visit: SignedInVisit<unknown>, gaps: readonly string[]) {
  const points = await workPointsAbout(visit.person, gaps);
  if (points.length === 0) return [];
  const wording = await wordingFor(visit, points);
  return points.map((one) => {
    const { href, year, number, title, state, stateWord, mark, owner } = pointView(one, wording, visit.t);
    return { href, year, number, title, state, stateWord, mark, owner };
  });
}

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
