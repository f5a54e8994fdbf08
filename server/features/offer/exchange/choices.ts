import {
  type ImportGroup,
  OfferImportModel,
  type OfferImportRecord,
} from '../../../../models/OfferImport.ts';
import {
  OfferImportRowModel,
  type OfferImportRowRecord,
  type PlannedRecord,
  type RowConflict,
} from '../../../../models/OfferImportRow.ts';
import { Conflict, Invalid, type Message } from '../../../core/errors.ts';
import { brusselsDay } from '../../../core/i18n.ts';
import type { Unit } from '../../../core/unitOfWork.ts';
import { Ledger } from '../upkeep/ledger.ts';
import { valuesOf } from '../upkeep/plain.ts';
import { following, wrongIn } from '../upkeep/rules.ts';
import { columnOfInput } from './columns.ts';
import type { ChoicesInput } from './forms.ts';

/** The input of a form that says which of two values a field gets. */
export const choiceName = (row: number, { kind, field }: RowConflict): string =>
  `choice_${row}_${kind}_${field}`;

/** The rows a form decides on. */
const rowsIn = (input: ChoicesInput): number[] => [
  ...new Set(
    Object.keys(input)
      .flatMap((name) => /^choice_(\d{1,6})_/.exec(name)?.[1] ?? [])
      .map(Number),
  ),
];

function choiceIn(input: ChoicesInput, row: number, conflict: RowConflict): RowConflict['choice'] {
  const typed = input.all || input[choiceName(row, conflict)];
  if (typed === 'mine' || typed === 'theirs') return typed;
  return typed === 'open' ? null : conflict.choice;
}

/** A row as it is with what was chosen: a value of the file that is taken becomes a change like any other. */
function withChoices(row: OfferImportRowRecord, input: ChoicesInput): OfferImportRowRecord {
  const conflicts = row.conflicts.map((one) => ({ ...one, choice: choiceIn(input, row.row, one) }));
  const isDisputed = (id: string, field: string): boolean =>
    conflicts.some((one) => one.id === id && one.field === field);
  const records: PlannedRecord[] = row.records.map((one) => ({
    ...one,
    changes: one.changes.filter(({ field }) => !isDisputed(one.id, field)),
  }));
  for (const { kind, id, field, yours, current, base, choice } of conflicts) {
    if (choice !== 'mine') continue;
    const change = { field, from: current, to: yours, base };
    const own = records.find((one) => one.id === id);
    if (own) own.changes.push(change);
    else records.push({ kind, id, does: 'change', under: null, changes: [change] });
  }
  const kept = records.filter(({ does, changes }) => does === 'create' || changes.length > 0);
  return { ...row, conflicts, records: kept };
}

/**
 * Keeps which value each disputed field gets, until the import is begun. An organisation whose every conflict is decided,
 * and of which no row is refused, goes in with the others.
 * @throws Invalid where the values would not fit together, Conflict once the import is under way.
 */
export async function keepChoices(
  unit: Unit,
  record: OfferImportRecord,
  input: ChoicesInput,
): Promise<{ isOpen: boolean }> {
  const { session } = unit;
  const rows = await OfferImportRowModel.find({
    ...{ import: record._id, outcome: 'conflict', row: { $in: rowsIn(input) } },
  })
    .session(session)
    .lean<OfferImportRowRecord[]>();
  const chosen = rows.map((row) => withChoices(row, input));
  await checkChosen(new Ledger(unit), chosen);
  for (const { _id, conflicts, records } of chosen)
    await OfferImportRowModel.updateOne({ _id }, { $set: { conflicts, records } }, { session });
  const now = await OfferImportModel.findById(record._id).session(session).orFail().lean<OfferImportRecord>();
  const groups: ImportGroup[] = [];
  for (const group of now.groups) groups.push(await regrouped(unit, record._id, group, rows, chosen));
  const kept = await OfferImportModel.updateOne(
    { _id: record._id, state: 'waiting' },
    { $set: { groups } },
    { session },
  );
  if (kept.matchedCount !== 1) throw new Conflict('exchange.errors.notNow');
  return { isOpen: groups.some(({ state }) => state === 'kept') };
}

/** What a form would refuse of the record with the values that were chosen. */
async function checkChosen(ledger: Ledger, rows: OfferImportRowRecord[]): Promise<void> {
  const today = brusselsDay(ledger.unit.now);
  const errors: Record<string, Message> = {};
  for (const row of rows)
    for (const { kind, id, changes } of row.records) {
      const own = row.conflicts.filter((one) => one.id === id && one.choice === 'mine');
      const record = own.length > 0 ? await ledger.record(kind, id) : null;
      if (!record) continue;
      const before = valuesOf(kind, record);
      const after = { ...before, ...Object.fromEntries(changes.map(({ field, to }) => [field, to])) };
      const wrong = wrongIn(kind, { ...after, ...following(kind, before, after, today) }, today);
      for (const [wrongInput, key] of Object.entries(wrong)) {
        const column = columnOfInput(kind, wrongInput);
        const beside = own.find(({ field }) => column.startsWith(`${kind}.${field}`)) ?? own[0]!;
        errors[choiceName(row.row, beside)] ??= { key };
      }
    }
  if (Object.keys(errors).length > 0) throw new Invalid(errors);
}

async function regrouped(
  { session }: Unit,
  importId: string,
  group: ImportGroup,
  before: OfferImportRowRecord[],
  after: OfferImportRowRecord[],
): Promise<ImportGroup> {
  const { organisation } = group;
  const count = (rows: OfferImportRowRecord[]): number =>
    rows.reduce((sum, row) => sum + (row.organisation === organisation ? row.records.length : 0), 0);
  if (!after.some((row) => row.organisation === organisation)) return group;
  const open = await OfferImportRowModel.exists({
    ...{ import: importId, organisation },
    $or: [{ outcome: 'refused' }, { outcome: 'conflict', 'conflicts.choice': null }],
  }).session(session);
  const records = group.records + count(after) - count(before);
  return { ...group, records, state: open ? 'kept' : 'waiting' };
}
