import type { Plain } from '../../../../models/OfferChange.ts';
import type { OfferImportRowRecord, RowConflict, RowFault } from '../../../../models/OfferImportRow.ts';
import type { Message } from '../../../core/errors.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { readerOf } from '../directoryPage.ts';
import { fieldOf } from '../upkeep/catalogue.ts';
import { namesIn, saidOf } from '../upkeep/words.ts';
import { choiceName } from './choices.ts';
import { columnNamed } from './columns.ts';

/** What is told of a cell, as the form tells it, with the column it stands in. */
function faultView({ column, key, values }: RowFault, { t }: SignedInVisit<unknown>) {
  const field = column === null ? null : (columnNamed(column)?.field ?? null);
  return {
    column,
    label: field ? t(`upkeep.fields.${field.name}`) : null,
    told: t(key, (values ?? {}) as NonNullable<Message['values']>),
  };
}

/** Which value was chosen, or typed in a form that was refused. */
function choiceView(row: number, conflict: RowConflict, { refused }: SignedInVisit<unknown>) {
  const name = choiceName(row, conflict);
  const chosen = refused?.values[name] ?? conflict.choice ?? 'open';
  return { name, chosen, wrong: refused?.errors[name] ?? null };
}

/** Rows as people read them: each change from and to, in words. */
export async function rowViews(rows: OfferImportRowRecord[], visit: SignedInVisit<unknown>) {
  const reader = readerOf(visit);
  const changes = rows.flatMap((row) => row.records.flatMap((one) => one.changes));
  const conflicts = rows.flatMap((row) => row.conflicts);
  const values = [
    ...changes.flatMap(({ from, to }) => [from, to]),
    ...conflicts.flatMap(({ yours, current }) => [yours, current]),
  ];
  const names = await namesIn(
    values.map((one) => one ?? null),
    reader,
    visit.now,
  );
  const said = (kind: Parameters<typeof fieldOf>[0], name: string, value: Plain) => {
    const field = fieldOf(kind, name);
    return field ? saidOf(field, value ?? null, reader, names) : [];
  };
  return rows.map((row) => ({
    row: row.row,
    path: row.path,
    title: row.title,
    faults: row.faults.map((one) => faultView(one, visit)),
    conflicts: row.conflicts.map((one) => ({
      label: visit.t(`upkeep.fields.${one.field}`),
      yours: said(one.kind, one.field, one.yours),
      current: said(one.kind, one.field, one.current),
      ...choiceView(row.row, one, visit),
    })),
    records: row.records.map(({ kind, does, changes }) => ({
      title: visit.t(`exchange.does.${does === 'create' ? 'create' : 'change'}.${kind}`),
      isNew: does === 'create',
      changes: changes.map(({ field, from, to }) => ({
        label: visit.t(`upkeep.fields.${field}`),
        from: said(kind, field, from),
        to: said(kind, field, to),
      })),
    })),
  }));
}
