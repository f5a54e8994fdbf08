import type { House } from '../../../core/house.ts';
import type { Entry } from '../entries.ts';
import { noChoices, unknown } from '../facets.ts';
import type { Shown } from '../queries.ts';
import type { OfferQuery } from '../search/query.ts';

/** Addresses beside the instruments. */
const most = 5;

/** An address to refer to; of some the source does not say what for. */
export type Address = Shown & { isSilent: boolean };

/** Where to refer to with a problem, the nearest first. */
export interface Referral {
  addresses: Address[];
  /** Everything that is known to be for it, there. */
  total: number;
  /** Others there, of which nobody said what for. */
  silent: number;
  /** Online or in the whole region. */
  elsewhere: number;
}

/** Who is not known to turn an age away is there as well. */
function referralQuery(query: OfferQuery, problem: string[]): OfferQuery {
  const { age } = query.choices;
  return {
    ...query,
    ...{ text: '', exactly: false, sort: 'near', page: 1, pageSize: most },
    choices: { ...noChoices(), problem, age: age.length > 0 ? [...age, unknown] : [] },
  };
}

/** @param query with the chosen problems, ages and place; what else it asks is left alone */
export async function referralFor({ offerSearch }: House, query: OfferQuery): Promise<Referral> {
  const { problem } = query.choices;
  const [known, silent] = await Promise.all([
    offerSearch.find(referralQuery(query, problem)),
    offerSearch.find(referralQuery(query, [unknown])),
  ]);
  const hits = new Map(known.hits.map((hit) => [hit.id, { ...hit, isSilent: false }]));
  for (const hit of silent.hits)
    if (hits.size < most && !hits.has(hit.id)) hits.set(hit.id, { ...hit, isSilent: true });
  const entries = await offerSearch.entries([...hits.keys()]);
  const addresses = entries.map((entry): Address => ({ ...near(hits, entry), entry }));
  const shown = addresses.filter(({ isSilent }) => isSilent).length;
  return {
    ...{ addresses, total: known.total, silent: silent.total - shown },
    elsewhere: known.elsewhere,
  };
}

function near(hits: ReadonlyMap<string, Omit<Address, 'entry'>>, { unit }: Entry) {
  const { near, kilometres, isSilent } = hits.get(unit._id)!;
  return { near, kilometres, isSilent };
}
