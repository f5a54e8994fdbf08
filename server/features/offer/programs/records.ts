import type { OfferKind } from '../../../../models/OfferChange.ts';
import type { Stored } from '../upkeep/plain.ts';
import { modelOf } from '../upkeep/queries.ts';
import type { PublicOffer } from './publicOffer.ts';

/** Read together; more at once would stand in memory. */
const batch = 200;

/** Ids of the public records of a kind, in the order of lists. */
function idsOf(kind: OfferKind, { services, organisations }: PublicOffer): string[] {
  if (kind === 'organisation') return organisations.map((one) => one.recordId);
  if (kind === 'module') return services.flatMap((one) => one.moduleId ?? []);
  if (kind === 'unit') return [...new Set(services.map((one) => one.unitId))];
  return [...new Set(services.flatMap((one) => one.sites.map((site) => site.recordId)))];
}

/** A long list in pieces, so that only one of them stands in memory. */
export function* inBatches<Item>(items: readonly Item[]): Generator<Item[]> {
  for (let at = 0; at < items.length; at += batch) yield items.slice(at, at + batch);
}

/** The public records of a kind, some at a time. */
export async function* publicRecords(kind: OfferKind, offer: PublicOffer): AsyncGenerator<Stored> {
  for (const some of inBatches(idsOf(kind, offer))) {
    const found = await modelOf[kind].find({ _id: { $in: some } }).lean<Stored[]>();
    const byId = new Map(found.map((one) => [one._id, one]));
    for (const id of some) {
      const record = byId.get(id);
      // Withdrawn since the list was made.
      if (record && record.listed !== false) yield record;
    }
  }
}
