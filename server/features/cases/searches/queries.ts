import type { ClientSession } from 'mongodb';
import { FailedSearchModel, type FailedSearchRecord } from '../../../../models/FailedSearch.ts';
import type { House } from '../../../core/house.ts';
import { type CaseAccess, mayWriteRecords } from '../policy.ts';
import { type FailedSearch, openSearch } from './records.ts';

/**
 * What was looked for in this case in vain, the newest first; what was taken back too. Empty for who the client does
 * not share records with.
 * @throws KeyUnavailable
 */
export async function failedSearchesOf(
  house: Pick<House, 'keys'>,
  access: CaseAccess,
  session: ClientSession | null = null,
): Promise<FailedSearch[]> {
  if (!mayWriteRecords(access)) return [];
  const records = await FailedSearchModel.find({ case: access.caseId })
    .sort({ saidAt: -1, _id: 1 })
    .session(session)
    .lean<FailedSearchRecord[]>();
  if (records.length === 0) return [];
  const cipher = await house.keys.cipher(access.caseId);
  return records.map((record) => openSearch(cipher, record));
}
