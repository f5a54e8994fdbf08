import { type Answer, page } from '../../../core/answers.ts';
import type { Visit } from '../../../core/route.ts';
import { catalogueOf } from '../queries.ts';
import { confirmersOf } from '../trust.ts';
import { brochurePage } from './brochurePage.ts';
import type { AskedBrochure } from './forms.ts';
import { gatheredFor } from './queries.ts';

/** Sheets to print, of what was gathered or of a whole search. Without a single one: 422, and the way back. */
export async function showBrochure(visit: Visit<AskedBrochure>): Promise<Answer> {
  const { house, input, language, now } = visit;
  const catalogue = await catalogueOf(house);
  const gathered = await gatheredFor(house, input, catalogue, language, now);
  const confirmers = await confirmersOf(house, gathered.entries, language);
  const answer = page('offer/brochure/show', brochurePage(catalogue, gathered, confirmers, visit));
  return gathered.entries.length === 0 ? { ...answer, status: 422 } : answer;
}
