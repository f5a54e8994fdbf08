import { type Answer, page } from '../../../core/answers.ts';
import type { Visit } from '../../../core/route.ts';
import type { Asked } from '../forms.ts';
import { catalogueOf, understoodFor } from '../queries.ts';
import { confirmersOf } from '../trust.ts';
import { instrumentsPage } from './page.ts';
import { referralFor } from './queries.ts';

/** The instruments for a problem and an age, and beside them where to refer to. What we do not know is told with 422. */
export async function showInstruments(visit: Visit<Asked>): Promise<Answer> {
  const { house, input, language, now } = visit;
  const catalogue = await catalogueOf(house);
  const understood = understoodFor(house, input, catalogue, language, now);
  const isChosen = understood.query.choices.problem.length > 0;
  const referral = isChosen ? await referralFor(house, understood.query) : null;
  const entries = referral?.addresses.map(({ entry }) => entry) ?? [];
  const confirmers = await confirmersOf(house, entries, language);
  const answer = page(
    'offer/instruments/show',
    instrumentsPage({ understood, referral, confirmers, catalogue }, visit),
  );
  return understood.refused.length > 0 ? { ...answer, status: 422 } : answer;
}
