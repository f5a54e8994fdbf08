import type { OfferKind } from '../../../../models/OfferChange.ts';
import type { PlannedRecord } from '../../../../models/OfferImportRow.ts';
import { OfferImportRowModel, type OfferImportRowRecord } from '../../../../models/OfferImportRow.ts';
import type { Placed } from './actions.ts';

/**
 * Records of one transaction: with their steps some four hundred documents, fewer than what the store still writes
 * without slowing the commits after it (docs/decisions/0008-the-store-and-its-figures.md).
 */
export const partSize = 200;

/** What has to be there before what points to it; a unit leaves a site only after its modules did. */
const turns: readonly OfferKind[] = ['organisation', 'site', 'unit', 'module', 'unit'];
const lastTurn = turns.length - 1;

function turnOf({ kind, does, changes }: PlannedRecord): number {
  const sites = changes.find(({ field }) => field === 'siteIds');
  const left = ((sites?.from as string[] | null) ?? []).some((id) => !(sites!.to as string[]).includes(id));
  return kind === 'unit' && does === 'change' && left ? lastTurn : turns.indexOf(kind);
}

export interface Wanted {
  importId: string;
  organisation: string;
  /** So many records are passed over. */
  skip: number;
  isBackwards: boolean;
}

/** The records of an organisation in the order of writing, or exactly back, in parts. */
export async function* partsOf(wanted: Wanted): AsyncGenerator<Placed[]> {
  let part: Placed[] = [];
  let { skip } = wanted;
  for await (const one of recordsOf(wanted)) {
    if (skip > 0) {
      skip -= 1;
      continue;
    }
    part.push(one);
    if (part.length < partSize) continue;
    yield part;
    part = [];
  }
  if (part.length > 0) yield part;
}

/** Read a page at a time: a reader left open for minutes would hold on to everything the store wrote meanwhile. */
async function* recordsOf({ importId, organisation, isBackwards }: Wanted): AsyncGenerator<Placed> {
  const order = [...turns.entries()];
  if (isBackwards) order.reverse();
  for (const [turn, kind] of order) {
    const which = { import: importId, organisation, 'records.kind': kind };
    let last: number | null = null;
    for (;;) {
      const beyond: Record<string, unknown> =
        last === null ? {} : { row: { [isBackwards ? '$lt' : '$gt']: last } };
      const rows: OfferImportRowRecord[] = await OfferImportRowModel.find({ ...which, ...beyond })
        .sort({ row: isBackwards ? -1 : 1 })
        .limit(partSize)
        .lean<OfferImportRowRecord[]>();
      for (const { row, records } of rows)
        for (const one of records) if (one.kind === kind && turnOf(one) === turn) yield { ...one, row };
      if (rows.length < partSize) break;
      last = rows.at(-1)!.row;
    }
  }
}
