import { type Answer, page } from '../../core/answers.ts';
import type { Visit } from '../../core/route.ts';
import { directoryPage } from './directoryPage.ts';
import { entryPage, surroundingsOf } from './entryPage.ts';
import type { Asked } from './forms.ts';
import { catalogueOf, entryWithId, othersIn, searchFor } from './queries.ts';
import { confirmersOf } from './trust.ts';

/** The directory: search, filters, list. What the address asks and we do not know is told with status 422. */
export async function searchOffer(visit: Visit<Asked>): Promise<Answer> {
  const { house, input, language, now } = visit;
  const catalogue = await catalogueOf(house);
  const found = await searchFor(house, input, catalogue, language, now);
  const shown = found.shown.map(({ entry }) => entry);
  const confirmers = await confirmersOf(house, shown, language);
  const answer = page('offer/index', directoryPage(catalogue, found, confirmers, visit));
  return found.refused.length > 0 ? { ...answer, status: 422 } : answer;
}

/** Other entries named beside one. */
const mostNearby = 5;

/** One entry, with what is known of it and what is not. */
export async function showEntry(visit: Visit): Promise<Answer> {
  const { house, now } = visit;
  const [catalogue, entry] = await Promise.all([
    catalogueOf(house),
    entryWithId(house, visit.params.id ?? ''),
  ]);
  const [nearby, confirmers] = await Promise.all([
    othersIn(house, entry, surroundingsOf(entry, now), now, mostNearby),
    confirmersOf(house, [entry], visit.language),
  ]);
  return page('offer/show', entryPage(catalogue, { entry, confirmers, nearby }, visit));
}
