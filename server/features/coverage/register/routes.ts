import { open, signedIn } from '../../../core/policy.ts';
import { get, post, publicGet, type RouteRow } from '../../../core/route.ts';
import { paths } from '../../../paths.ts';
import {
  changeForm,
  contributionForm,
  evidenceForm,
  listForm,
  publicationForm,
  reportForm,
  stepForm,
} from './forms.ts';
import * as handle from './handlers.ts';
import { gapReading, gapReporting, gapWriting } from './policy.ts';

/** The register of gaps and overlaps. What a platform chose to show to everyone comes first: its address is a word. */
export const gapRoutes: RouteRow[] = [
  publicGet(paths.recognisedGaps, open, {}, handle.showPublishers),
  publicGet(paths.platformGaps, open, {}, handle.showRecognised),
  get(paths.gapPublication, signedIn, {}, handle.toGaps),
  post(
    paths.gapPublication,
    gapWriting,
    { act: 'gap.publicationChanged', form: publicationForm },
    handle.publish,
  ),
  get(paths.gaps, gapReading, { form: listForm }, handle.showGaps),
  get(paths.newGap, gapReporting, {}, handle.showNewGap),
  post(
    paths.gaps,
    gapReporting,
    { act: 'gap.reported', form: reportForm, refused: handle.showNewGap },
    handle.report,
  ),
  get(paths.gap, gapReading, {}, handle.showGap),
  get(paths.gapFields, gapWriting, {}, handle.showFields),
  post(
    paths.gapFields,
    gapWriting,
    { act: 'gap.changed', form: changeForm, refused: handle.showFields },
    handle.change,
  ),
  get(paths.gapSteps, signedIn, {}, handle.toGap),
  post(
    paths.gapSteps,
    gapWriting,
    { act: 'gap.stepTaken', form: stepForm, refused: handle.showGap },
    handle.step,
  ),
  get(paths.gapEvidence, signedIn, {}, handle.toGap),
  post(
    paths.gapEvidence,
    gapWriting,
    { act: 'gap.evidenceAdded', form: evidenceForm, refused: handle.showGap },
    handle.addSource,
  ),
  get(paths.gapContributions, signedIn, {}, handle.toGap),
  post(
    paths.gapContributions,
    gapReporting,
    { act: 'gap.discussed', form: contributionForm, refused: handle.showGap },
    handle.say,
  ),
];
