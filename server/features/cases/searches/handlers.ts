import { type Answer, redirect } from '../../../core/answers.ts';
import { Invalid, NotFound } from '../../../core/errors.ts';
import { leaveNotice } from '../../../core/notices.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { areaName, whereabouts } from '../../../geography/geography.ts';
import { resolvePlace } from '../../../geography/places.ts';
import { paths } from '../../../paths.ts';
import { type CaseAccess, mayWriteRecords } from '../policy.ts';
import { requireCaseAccess } from '../queries.ts';
import { recordFailedSearch, takeBackSearch } from './actions.ts';
import type { SearchInput } from './forms.ts';
import { searchesPage, typesInUse } from './pages.ts';

const aboutSearches = ({ caseId, body }: CaseAccess) => ({
  record: { type: 'searches', id: caseId, caseId },
  bodyId: body,
});

/** Also for a refused form: the case was seen, under the name of viewing. @throws NotFound */
export async function showSearches(visit: SignedInVisit<unknown>): Promise<Answer> {
  const access = await requireCaseAccess(visit.house, visit.person, visit.params.id);
  // Who the client shares no records with has nothing to see here.
  if (!mayWriteRecords(access)) throw new NotFound();
  await visit.seen({ ...aboutSearches(access), name: 'search.viewed' });
  return searchesPage(visit, access);
}

/** The arrondissement of what was typed, and nothing narrower. @throws Invalid */
function arrondissementOf({ input, language }: SignedInVisit<SearchInput>): string {
  const typed = resolvePlace(input.place, language);
  if (typed.kind === 'none') throw new Invalid({ place: 'cases.search.errors.placeUnknown' });
  const areas = [...new Set(typed.areas.map((nis) => whereabouts(nis).arrondissement))];
  const [area] = areas;
  if (areas.length === 1 && area) return area;
  const names = areas.flatMap((one) => (one ? areaName(one, language) : []));
  if (names.length < 2) throw new Invalid({ place: 'cases.search.errors.placeWide' });
  const list = new Intl.ListFormat(language, { type: 'disjunction' }).format(names);
  throw new Invalid({ place: { key: 'cases.search.errors.placeSeveral', values: { names: list } } });
}

export async function addSearch(visit: SignedInVisit<SearchInput>): Promise<Answer> {
  const { house, person, params, input } = visit;
  const before = await requireCaseAccess(house, person, params.id);
  const { caseId } = before;
  const { type, age, target, obstacle } = input;
  const types = await typesInUse();
  if (!types.some((one) => one._id === type)) throw new Invalid({ type: 'cases.search.errors.type' });
  const found = { type, area: arrondissementOf(visit), age, target, obstacle };
  await visit.act({ record: { type: 'search', id: caseId, caseId }, bodyId: before.body }, async (unit) =>
    recordFailedSearch(house, unit, await requireCaseAccess(house, person, caseId, unit.session), found),
  );
  leaveNotice(visit, 'cases.search.recorded');
  return redirect(paths.caseSearches({ id: caseId }));
}

export async function takeBack(visit: SignedInVisit): Promise<Answer> {
  const { house, person, params } = visit;
  const { caseId, body } = await requireCaseAccess(house, person, params.id);
  const searchId = params.searchId ?? '';
  await visit.act({ record: { type: 'search', id: searchId, caseId }, bodyId: body }, async (unit) =>
    takeBackSearch(house, unit, await requireCaseAccess(house, person, caseId, unit.session), searchId),
  );
  leaveNotice(visit, 'cases.search.takenBack');
  return redirect(paths.caseSearches({ id: caseId }));
}
