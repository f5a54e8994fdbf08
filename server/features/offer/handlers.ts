import { type Answer, page } from '../../core/answers.ts';
import type { Visit } from '../../core/route.ts';
import { directoryPage } from './directoryPage.ts';
import { entryPage } from './entryPage.ts';
import type { Asked } from './forms.ts';
import { entryWithId, offerIndex } from './queries.ts';
import { search } from './search.ts';
import { confirmersOf } from './trust.ts';

/** The directory: search, filters, list. What the address asks and we do not know is told with status 422. */
export async function searchOffer(visit: Visit<Asked>): Promise<Answer> {
  const index = await offerIndex(visit.house.connection, visit.now);
  const found = search(index, visit.input, visit.language);
  const shown = found.shown.map(({ entry }) => entry);
  const confirmers = await confirmersOf(visit.house, shown, visit.language);
  const answer = page('offer/index', directoryPage(index, found, confirmers, visit));
  return found.refused.length > 0 ? { ...answer, status: 422 } : answer;
}

/** One entry, with what is known of it and what is not. */
export async function showEntry(visit: Visit): Promise<Answer> {
  const index = await offerIndex(visit.house.connection, visit.now);
  const entry = entryWithId(index, visit.params.id ?? '');
  const confirmers = await confirmersOf(visit.house, [entry], visit.language);
  return page('offer/show', entryPage(index, entry, confirmers, visit));
}
