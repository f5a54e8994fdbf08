import { signedIn } from '../../../core/policy.ts';
import { get, post, type RouteRow } from '../../../core/route.ts';
import { paths } from '../../../paths.ts';
import { offerUpkeep } from '../policy.ts';
import { entryForm } from '../upkeep/forms.ts';
import { listForm, selectionForm } from './forms.ts';
import * as handle from './handlers.ts';

/** How entries are confirmed every half year. One act for each entry, named after its kind: `module.confirmed`. */
export const verificationRoutes: RouteRow[] = [
  get(paths.upkeepDue, offerUpkeep, { form: listForm }, handle.showList),
  get(paths.upkeepDueConfirmations, signedIn, {}, handle.toList),
  post(
    paths.upkeepDueConfirmations,
    offerUpkeep,
    { act: 'entry.confirmed', form: selectionForm, refused: handle.showListAgain },
    handle.confirmSelection,
  ),
  get(paths.upkeepSiteConfirmation, signedIn, {}, handle.toSite),
  post(paths.upkeepSiteConfirmation, offerUpkeep, { act: 'entry.confirmed' }, handle.confirmSite),
  get(paths.upkeepReview, offerUpkeep, {}, handle.showReview),
  post(
    paths.upkeepReview,
    offerUpkeep,
    { act: 'entry.confirmed', form: entryForm, refused: handle.showReview },
    handle.confirmFields,
  ),
];
