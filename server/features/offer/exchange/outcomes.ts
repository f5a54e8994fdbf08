import type { OfferKind } from '../../../../models/OfferChange.ts';
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
  /** Ids of the records it speaks of, the narrowest last, to name it by. */
  about: { kind: OfferKind; id: string; name: string }[];
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

const nameIn = ({ kind, after }: Draft): string => {
  if (kind === 'organisation') return ((after.names as { name: string }[])[0]?.name ?? '').slice(0, 200);
  if (kind === 'unit') return String(after.name ?? '');
  const name = after.name as Record<string, string> | null;
  return Object.values(name ?? {})[0] ?? '';
};

export function outcomeOf({ row, organisation, drafts, lost }: RowDrafts): PlannedRow {
  const own = <T extends { row: number }>(list: T[]) =>
    list.filter((one) => one.row === row).map(({ row: _, ...rest }) => rest);
  const faults: RowFault[] = [...lost, ...drafts.flatMap((draft) => own(draft.faults))];
  const conflicts = drafts.flatMap((draft) => own(draft.conflicts)) as RowConflict[];
  const records = drafts.flatMap((draft) => (draft.row === row ? (recordOf(draft) ?? []) : []));
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
  const about = drafts.map((draft) => ({ kind: draft.kind, id: draft.id, name: nameIn(draft) }));
  return { row, path: null, organisation, outcome, records, faults, conflicts, about };
}
