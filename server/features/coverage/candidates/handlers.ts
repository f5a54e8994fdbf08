import { type Answer, redirect } from '../../../core/answers.ts';
import { Conflict } from '../../../core/errors.ts';
import { brusselsDay } from '../../../core/i18n.ts';
import { leaveNotice } from '../../../core/notices.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { paths } from '../../../paths.ts';
import { defaultFrameOf } from '../standards/queries.ts';
import { dismissCandidate, takeBackDismissal } from './actions.ts';
import {
  type CandidateList,
  type CandidatesInput,
  candidatesForm,
  type DismissalInput,
  type TakingBackInput,
} from './forms.ts';
import { candidatesPage } from './page.ts';
import { detectedFor, platformAsked } from './queries.ts';
import { verdictOf } from './sorting.ts';

type Visit<Input> = SignedInVisit<Input>;

const platformOf = ({ params }: Pick<Visit<unknown>, 'params'>): string => params.platform ?? '';

export const showCandidates = (visit: Visit<CandidatesInput>): Promise<Answer> =>
  candidatesPage(visit, visit.input);

/** After a refusal: the same list, with what was typed. */
export function showCandidatesAgain(visit: Visit<unknown>): Promise<Answer> {
  const { list } = (visit.refused?.values ?? {}) as { list?: unknown };
  return candidatesPage(visit, candidatesForm.parse({ platform: platformOf(visit), list }));
}

/** What the computation brings forward now under a key. @throws NotFound, or Conflict when it does not any more */
async function candidateNow(visit: Visit<unknown>, key: string, list: CandidateList) {
  const { platform } = await platformAsked(visit.person, platformOf(visit));
  const { frame } = await defaultFrameOf(platform._id);
  const detected = await detectedFor(visit.house, platform, frame, brusselsDay(visit.now));
  const found = detected[list].find((one) => one.key === key);
  if (!found) throw new Conflict('candidates.errors.gone');
  return found;
}

export async function dismiss(visit: Visit<DismissalInput>): Promise<Answer> {
  const { key, list, why, until } = visit.input;
  const platform = platformOf(visit);
  const verdict = verdictOf(await candidateNow(visit, key, list));
  await visit.act({ record: { type: 'platform', id: platform }, bodyId: platform }, (unit) =>
    dismissCandidate(unit, visit.person, { platform, key, why, until, verdict }),
  );
  leaveNotice(visit, 'candidates.notice.dismissed');
  return redirect(paths.candidates({ platform, list }));
}

export async function takeBack(visit: Visit<TakingBackInput>): Promise<Answer> {
  const { key, list } = visit.input;
  const platform = platformOf(visit);
  await platformAsked(visit.person, platform);
  await visit.act({ record: { type: 'platform', id: platform }, bodyId: platform }, (unit) =>
    takeBackDismissal(unit, visit.person, platform, key),
  );
  leaveNotice(visit, 'candidates.notice.takenBack');
  return redirect(paths.candidates({ platform, list }));
}

/** Where the address of a form leads that is only sent to. */
export const toCandidates = (visit: Visit<undefined>): Answer =>
  redirect(paths.candidates({ platform: platformOf(visit) }));
