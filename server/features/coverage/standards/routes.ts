import { signedIn } from '../../../core/policy.ts';
import { get, post, type RouteRow } from '../../../core/route.ts';
import { paths } from '../../../paths.ts';
import { gapReading, gapWriting } from '../register/policy.ts';
import { changeForm, defaultForm, newForm, originForm, retirementForm, versionForm } from './forms.ts';
import * as handle from './handlers.ts';

/** The standards one looks at the care offer by. To begin one comes first: its address is a word. */
export const standardRoutes: RouteRow[] = [
  get(paths.standards, gapReading, {}, handle.showStandards),
  get(paths.newStandard, gapWriting, { form: originForm }, handle.showNew),
  post(
    paths.standards,
    gapWriting,
    {
      act: 'standard.added',
      form: newForm,
      refused: (visit) => handle.showNew({ ...visit, input: undefined }),
    },
    handle.add,
  ),
  get(paths.standard, gapReading, { form: versionForm }, handle.showStandard),
  get(paths.standardVersions, gapWriting, {}, handle.showChange),
  post(
    paths.standardVersions,
    gapWriting,
    { act: 'standard.changed', form: changeForm, refused: handle.showChange },
    handle.change,
  ),
  get(paths.standardDefault, signedIn, {}, handle.toStandard),
  post(
    paths.standardDefault,
    gapWriting,
    { act: 'standard.defaultChanged', form: defaultForm },
    handle.prefer,
  ),
  get(paths.standardRetirement, signedIn, {}, handle.toStandard),
  post(
    paths.standardRetirement,
    gapWriting,
    { act: 'standard.retirementChanged', form: retirementForm },
    handle.retire,
  ),
];
