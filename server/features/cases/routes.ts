import { get, post, type RouteRow } from '../../core/route.ts';
import { paths } from '../../paths.ts';
import { consentForm, memberForm, newCaseForm, withdrawalForm } from './forms.ts';
import * as handle from './handlers.ts';
import { caregiverOnly, caseSpace } from './policy.ts';
import { searchForm } from './searches/forms.ts';
import * as searches from './searches/handlers.ts';

export const caseRoutes: RouteRow[] = [
  get(paths.newCase, caregiverOnly, {}, handle.newCase),
  post(
    paths.cases,
    caregiverOnly,
    { act: 'case.opened', form: newCaseForm, refused: handle.newCase },
    handle.openNewCase,
  ),
  get(paths.caseConsents, caseSpace, { act: 'consent.viewed' }, handle.showConsents),
  post(
    paths.caseConsents,
    caseSpace,
    { act: 'consent.recorded', form: consentForm, refused: handle.showConsentsAgain },
    handle.addConsent,
  ),
  post(
    paths.caseConsentWithdrawal,
    caseSpace,
    { act: 'consent.withdrawn', form: withdrawalForm },
    handle.withdraw,
  ),
  get(paths.caseMembers, caseSpace, { act: 'caseMember.viewed' }, handle.showMembers),
  post(
    paths.caseMembers,
    caseSpace,
    { act: 'caseMember.invited', form: memberForm, refused: handle.showMembersAgain },
    handle.invite,
  ),
  post(paths.caseMemberEnd, caseSpace, { act: 'caseMember.ended' }, handle.endMember),
  get(paths.caseSearches, caseSpace, { act: 'search.viewed' }, searches.showSearches),
  post(
    paths.caseSearches,
    caseSpace,
    { act: 'search.recorded', form: searchForm, refused: searches.showSearches },
    searches.addSearch,
  ),
  post(paths.caseSearchWithdrawal, caseSpace, { act: 'search.takenBack' }, searches.takeBack),
  get(paths.caseViews, caseSpace, { act: 'caseViews.viewed' }, handle.showViews),
];
