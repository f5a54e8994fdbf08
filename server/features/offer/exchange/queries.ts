import { OfferImportModel, type OfferImportRecord, type RowOutcome } from '../../../../models/OfferImport.ts';
import { OfferImportRowModel, type OfferImportRowRecord } from '../../../../models/OfferImportRow.ts';
import { NotFound } from '../../../core/errors.ts';
import type { Maintainer } from '../upkeep/queries.ts';

/** An import is for who sent it only. @throws NotFound */
export async function requireImport(person: Maintainer, id: string | undefined): Promise<OfferImportRecord> {
  const found = await OfferImportModel.findOne({ _id: id ?? '', by: person.id }).lean<OfferImportRecord>();
  if (!found) throw new NotFound();
  return found;
}

/** The newest of somebody's imports. */
export const importsOf = (person: Maintainer): Promise<OfferImportRecord[]> =>
  OfferImportModel.find({ by: person.id }, { groups: 0 })
    .sort({ at: -1 })
    .limit(20)
    .lean<OfferImportRecord[]>()
    .exec();

/** An earlier import of the very same file that still stands. */
export const sameFileBefore = ({ _id, by, hash, at }: OfferImportRecord): Promise<OfferImportRecord | null> =>
  OfferImportModel.findOne({ by, hash, state: 'done', _id: { $ne: _id }, at: { $lte: at } }, { groups: 0 })
    .sort({ at: -1 })
    .lean<OfferImportRecord>()
    .exec();

export const rowsAPage = 50;

/** Rows of one outcome, or those that were left when it was taken back. */
export async function rowsOf(
  importId: string,
  shown: RowOutcome | 'left',
  page: number,
): Promise<{ rows: OfferImportRowRecord[]; total: number }> {
  const which = { import: importId, ...(shown === 'left' ? { left: true } : { outcome: shown }) };
  const [rows, total] = await Promise.all([
    OfferImportRowModel.find(which)
      .sort({ row: 1 })
      .skip((page - 1) * rowsAPage)
      .limit(rowsAPage)
      .lean<OfferImportRowRecord[]>(),
    OfferImportRowModel.countDocuments(which),
  ]);
  return { rows, total };
}
