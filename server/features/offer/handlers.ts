import { type Answer, page } from '../../core/answers.ts';
import type { Visit } from '../../core/route.ts';
import { directoryPage } from './directoryPage.ts';
import { entryPage } from './entryPage.ts';
import type { Asked } from './forms.ts';
import { entryWithId, offerIndex } from './queries.ts';
import { search } from './search.ts';

/** The directory: search, filters, list. What the address asks and we do not know is told with status 422. */
export async function searchOffer(visit: Visit<Asked>): Promise<Answer> {
  const index = await offerIndex(visit.house.connection, visit.now);
  const found = search(index, visit.input, visit.language);
  const answer = page('offer/index', directoryPage(index, found, visit));
  return found.refused.length > 0 ? { ...answer, status: 422 } : answer;
}

/** One entry, with what is known of it and what is not. */
export async function showEntry(visit: Visit): Promise<Answer> {
  const index = await offerIndex(visit.house.connection, visit.now);
  return page('offer/show', entryPage(index, entryWithId(index, visit.params.id ?? ''), visit));
}
