import { eachUnit, groundsOf } from './candidates.ts';
import type { OfferIndex } from './offerIndex.ts';
import type { OfferQuery, Seats } from './query.ts';
import { kinds } from './values.ts';

/** Counts the addiction centres that have a seat: each under the province of its seat and under its status. */
export function seatsIn(index: OfferIndex, query: OfferQuery): Seats {
  const seats: Seats = { bySeat: {}, byStatus: {} };
  const { values } = index;
  const centre = values.find('kind', 'addiction_centre');
  const none = { near: new Map(), kilometres: new Map() };
  for (const ground of groundsOf(index, query, none)) {
    const { segment } = ground.one;
    eachUnit(ground, (_unit, row) => {
      const own = segment.values.subarray(segment.valueStarts[row], segment.valueStarts[row + 1]);
      const codeOf = (kind: 'seat' | 'status'): string | undefined => {
        const value = own.find((one) => kinds[values.kindOf(one)] === kind);
        return value === undefined ? undefined : values.codeOf(value);
      };
      const seat = codeOf('seat');
      if (seat === undefined || centre === undefined || !own.includes(centre)) return;
      const status = codeOf('status') ?? '';
      seats.bySeat[seat] = (seats.bySeat[seat] ?? 0) + 1;
      seats.byStatus[status] = (seats.byStatus[status] ?? 0) + 1;
    });
  }
  return seats;
}
