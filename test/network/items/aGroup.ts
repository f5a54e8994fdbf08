import { randomUUID } from 'node:crypto';
import { type SeatValues, seatFields } from '../../../models/bodyFields.ts';
import type { SeatRecord } from '../../../models/Seat.ts';
import { emptyValues } from '../../../server/fields/values.ts';

/** A seat of a member, held from now on. */
export const emptySeat = (body: string, said: Partial<SeatValues>): SeatRecord => ({
  ...{ _id: randomUUID(), body, fields: {}, replaces: null, mistaken: null },
  values: { ...(emptyValues(seatFields) as unknown as SeatValues), mandate: 'member', ...said },
  added: { at: new Date(), by: null, body: 'BE-VAN' },
});
