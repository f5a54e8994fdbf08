import { randomUUID } from 'node:crypto';
import { ReconciliationModel, type ReconciliationRecord } from '../../../../models/Reconciliation.ts';
import type { ListLine } from '../../../../models/ReconciliationPart.ts';
import { type Answer, redirect } from '../../../core/answers.ts';
import { Conflict, Invalid } from '../../../core/errors.ts';
import { brusselsDay } from '../../../core/i18n.ts';
import { leaveNotice } from '../../../core/notices.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { uploadOf } from '../../../core/uploads.ts';
import { paths } from '../../../paths.ts';
import { Broken } from '../exchange/broken.ts';
import { decideLine, keepLines } from './actions.ts';
import { columnsPage } from './columnsPage.ts';
import type { ColumnsInput, ConfirmationInput, GroupInput, ListInput } from './forms.ts';
import { candidates } from './knownOrganisations.ts';
import type { Columns } from './lines.ts';
import { listPage } from './listPage.ts';
import { listsPage } from './listsPage.ts';
import { readListAside } from './listThread.ts';
import { linesOf, platformsCoordinated, requireReconciliation } from './queries.ts';
import { linesIn, matched, packed, rowsIn } from './reading.ts';

export const showLists = (visit: SignedInVisit<unknown>): Promise<Answer> => listsPage(visit);
export const showColumns = (visit: SignedInVisit<unknown>): Promise<Answer> => columnsPage(visit);
export const showList = (visit: SignedInVisit<GroupInput>): Promise<Answer> => listPage(visit, visit.input);
export const showSure = (visit: SignedInVisit<unknown>): Promise<Answer> =>
  listPage(visit, { group: 'sure', page: 1 });

/** @throws Invalid beside the field of the file. */
async function listIn(visit: SignedInVisit<unknown>) {
  const upload = uploadOf(visit.request);
  if (upload?.isTooLarge) throw new Invalid({ file: 'reconciling.errors.tooLarge' });
  if (!upload || upload.bytes.length === 0) throw new Invalid({ file: 'exchange.errors.noFile' });
  try {
    return { upload, ...(await readListAside(upload.bytes)) };
  } catch (error) {
    if (error instanceof Broken) throw new Invalid({ file: error.told });
    throw error;
  }
}

/** Takes a list in; which of its columns hold what is asked next. */
export async function send(visit: SignedInVisit<ListInput>): Promise<Answer> {
  const { input, person, now } = visit;
  const platforms = platformsCoordinated(person);
  const platform = input.platform === '' && platforms.length === 1 ? platforms[0]! : input.platform;
  if (!platforms.includes(platform)) throw new Invalid({ platform: 'forms.invalid' });
  if (input.date > brusselsDay(now)) throw new Invalid({ date: 'reconciling.errors.dayInFuture' });
  const { upload, heads, rows } = await listIn(visit);
  const record: ReconciliationRecord = {
    ...{ _id: randomUUID(), platform, source: input.source, date: input.date, by: person.id, at: now },
    ...{
      fileName: upload.name,
      hash: upload.hash,
      heads,
      rows: await packed(rows),
      lines: null,
      matchedAt: null,
    },
  };
  const about = { record: { type: 'reconciliation', id: record._id }, bodyId: platform };
  const { id } = await visit.act(about, async ({ session }) => {
    await ReconciliationModel.create([record], { session });
    return { id: record._id };
  });
  return redirect(paths.reconciliationColumns({ id }));
}

/** Lays lines beside the organisations, and keeps what each may be. */
async function match(
  visit: SignedInVisit<unknown>,
  record: ReconciliationRecord,
  lines: Omit<ListLine, 'proposals'>[],
): Promise<Answer> {
  const found = await matched(lines, await candidates(brusselsDay(visit.now)));
  const about = { record: { type: 'reconciliation', id: record._id }, bodyId: record.platform };
  await visit.act(about, async (unit) => {
    await keepLines(unit, record, found);
    return null;
  });
  return redirect(paths.reconciliation({ id: record._id }));
}

export async function chooseColumns(visit: SignedInVisit<ColumnsInput>): Promise<Answer> {
  const record = await requireReconciliation(visit.person, visit.params.id);
  if (record.lines !== null) throw new Conflict('reconciling.errors.columnsChosen');
  if (visit.input.name === '') throw new Invalid({ name: 'reconciling.errors.nameColumn' });
  const columns = Object.fromEntries(Object.entries(visit.input).filter(([, at]) => at !== '')) as Columns;
  const lines = linesIn(await rowsIn(record), columns);
  if (lines.length === 0) throw new Invalid({ name: 'reconciling.errors.noNames' });
  return match(visit, record, lines);
}

/** The same lines beside the organisations as they are now. */
export async function matchAgain(visit: SignedInVisit): Promise<Answer> {
  const record = await requireReconciliation(visit.person, visit.params.id);
  if (record.lines === null) return redirect(paths.reconciliationColumns({ id: record._id }));
  const lines = await linesOf(record._id);
  leaveNotice(visit, 'reconciling.matchedAgain');
  return match(visit, record, lines);
}

/** Several lines that are what was proposed, at once. */
export async function confirm(visit: SignedInVisit<ConfirmationInput>): Promise<Answer> {
  const { person, input, params } = visit;
  const record = await requireReconciliation(person, params.id);
  const byRow = new Map((await linesOf(record._id)).map((line) => [String(line.row), line]));
  const about = { record: { type: 'reconciliation', id: record._id }, bodyId: record.platform };
  const { count } = await visit.act(about, async (unit) => {
    for (const ticked of input.same) {
      const [row = '', organisation = ''] = ticked.split(':');
      const line = byRow.get(row);
      // Only what was proposed: a form says no more than its page did.
      if (!line?.proposals.some((one) => one.organisation === organisation))
        throw new Invalid({ same: 'forms.invalid' });
      await decideLine(unit, record, line, person, { decision: 'same', organisation });
    }
    unit.note({ decision: 'same', lines: input.same.length });
    return { count: input.same.length };
  });
  leaveNotice(visit, 'reconciling.confirmed', { count });
  return redirect(paths.reconciliation({ id: record._id }, { group: 'sure' }));
}

/** The addresses forms are sent to, opened by hand. */
export const toList = (visit: SignedInVisit): Answer =>
  redirect(paths.reconciliation({ id: visit.params.id ?? '' }));
