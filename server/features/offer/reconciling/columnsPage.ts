import { listFields } from '../../../../models/Reconciliation.ts';
import { type Answer, page, redirect } from '../../../core/answers.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { paths } from '../../../paths.ts';
import { readerOf } from '../directoryPage.ts';
import { guessColumns } from './heads.ts';
import { requireReconciliation } from './queries.ts';
import { rowsIn } from './reading.ts';

/** Rows shown as an example. */
const shown = 3;

/** Which column of a list holds what, with what we guess. @throws NotFound */
export async function columnsPage(visit: SignedInVisit<unknown>): Promise<Answer> {
  const { person, params, t, refused } = visit;
  const record = await requireReconciliation(person, params.id);
  const { _id: id, heads } = record;
  if (record.lines !== null) return redirect(paths.reconciliation({ id }));
  const rows = await rowsIn(record);
  const guessed = guessColumns(heads);
  const examples = rows.filter((row) => row.some((cell) => cell.trim() !== '')).slice(0, shown);
  const exampleIn = (at: number): string => examples.map((row) => row[at]?.trim()).find(Boolean) ?? '';
  const options = heads.map((head, at) => {
    const example = exampleIn(at).slice(0, 40);
    const name = head || t('reconciling.columns.unnamed', { number: at + 1 });
    return { value: String(at), text: example ? t('reconciling.columns.option', { name, example }) : name };
  });
  const { day, number } = readerOf(visit);
  return page('offer/reconciling/columns', {
    ...{ title: t('reconciling.columns.title'), space: 'network', styles: ['/styles/offer.css'], refused },
    narrow: true,
    list: t('reconciling.listOf', { source: record.source, day: day(new Date(record.date)) }),
    rows: number(rows.length),
    action: paths.reconciliationColumns({ id }),
    fields: listFields.map((field) => ({
      name: field,
      label: t(`reconciling.field.${field}`),
      chosen: guessed[field] === undefined ? '' : String(guessed[field]),
      options: [{ value: '', text: t('reconciling.columns.none') }, ...options],
    })),
  });
}
