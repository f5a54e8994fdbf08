import { signedIn } from '../../../core/policy.ts';
import { get, post, type RouteRow } from '../../../core/route.ts';
import { paths } from '../../../paths.ts';
import { gapReading } from '../register/policy.ts';
import { candidatesForm, dismissalForm, takingBackForm } from './forms.ts';
import * as handle from './handlers.ts';
import { candidateDismissing } from './policy.ts';

/** What the computation brings forward, for people to make a gap or an overlap of, or not. */
export const candidateRoutes: RouteRow[] = [
  get(paths.candidates, gapReading, { form: candidatesForm }, handle.showCandidates),
  get(paths.candidateDismissals, signedIn, {}, handle.toCandidates),
  post(
    paths.candidateDismissals,
    candidateDismissing,
    { act: 'candidate.dismissed', form: dismissalForm, refused: handle.showCandidatesAgain },
    handle.dismiss,
  ),
  get(paths.candidateReturns, signedIn, {}, handle.toCandidates),
  post(
    paths.candidateReturns,
    candidateDismissing,
    { act: 'candidate.takenBack', form: takingBackForm },
    handle.takeBack,
  ),
];
