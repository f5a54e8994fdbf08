import type { FailedSearchRecord } from '../../../../models/FailedSearch.ts';
import type { Cipher } from '../../../core/keys.ts';
import { openText, sealText } from '../../../core/sealing.ts';
import type { Demand } from '../../coverage/demand/queries.ts';
import { bytes } from '../queries.ts';

/** A search as the people of the case read it. */
export interface FailedSearch extends Pick<FailedSearchRecord, 'saidAt' | 'saidBy'> {
  id: string;
  /** What was counted, and in which month: taking it back takes away just that. */
  said: Demand;
  takenBackAt: Date | null;
  takenBackBy: string | null;
}

/** Characters: longer than anything that can be said, so that the length says nothing. */
const length = 400;

const place = (id: string): string => `failedsearches:${id}:said`;

export const sealSearch = (cipher: Cipher, id: string, said: Demand): Buffer =>
  sealText(cipher, JSON.stringify(said).padEnd(length), place(id));

/** @throws KeyUnavailable */
export function openSearch(cipher: Cipher, record: FailedSearchRecord): FailedSearch {
  return {
    id: record._id,
    said: JSON.parse(openText(cipher, bytes(record.said), place(record._id))) as Demand,
    saidAt: record.saidAt,
    saidBy: record.saidBy,
    takenBackAt: record.takenBackAt ?? null,
    takenBackBy: record.takenBackBy ?? null,
  };
}
