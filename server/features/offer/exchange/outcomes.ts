import type { RowOutcome } from '../../../../models/OfferImport.ts';
import type { PlannedRecord, RowConflict, RowFault } from '../../../../models/OfferImportRow.ts';
import { catalogue } from '../upkeep/catalogue.ts';
import { samePlain } from '../upkeep/plain.ts';
import { baseOf, type Draft } from './drafts.ts';
import type { RowDrafts } from './planning.ts';

/** A row as it is shown and run. */
export interface PlannedRow {
  row: number;
  path: string | null;
  organisation: string;
  outcome: RowOutcome;
  records: PlannedRecord[];
  faults: RowFault[];
  conflicts: RowConflict[];
}

/** What a draft asks to be written; nothing when it changes nothing. */
function recordOf(draft: Draft): PlannedRecord | null {
  const { kind, id, record, after, before } = draft;
  const changes = catalogue[kind]
    .filter(({ name, isFollowing }) => !isFollowing && !samePlain(before[name] ?? null, after[name] ?? null))
    .map(({ name }) => ({
      ...{ field: name, from: before[name] ?? null, to: after[name] ?? null },
      base: baseOf(draft, name),
    }));
  if (record) return changes.length > 0 ? { kind, id, does: 'change', under: null, changes } : null;
  const under = (kind === 'module' ? after.careUnitId : after.organisationId) ?? null;
  return { kind, id, does: 'create', under: under as string | null, changes };
}

export function outcomeOf({ row, organisation, drafts, lost }: RowDrafts): PlannedRow {
  const own = <T extends { row: number }>(list: T[]) =>
    list.filter((one) => one.row === row).map(({ row: _, ...rest }) => rest);
  const faults: RowFault[] = [...lost, ...drafts.flatMap((draft) => own(draft.faults))];
  // Beside the changes of the same record, wherever they were said: what is decided becomes one of them.
  const shownHere = drafts.filter((draft) => draft.row === row);
  const conflicts = shownHere.flatMap((draft) => draft.conflicts.map(({ row: _, ...rest }) => rest));
  const records = shownHere.flatMap((draft) => recordOf(draft) ?? []);
  const outcome: RowOutcome =
    faults.length > 0
      ? 'refused'
      : conflicts.length > 0
        ? 'conflict'
        : records.some(({ does }) => does === 'create')
          ? 'new'
          : records.length > 0
            ? 'changed'
            : 'unchanged';
  return { row, path: null, organisation, outcome, records, faults, conflicts };
}
