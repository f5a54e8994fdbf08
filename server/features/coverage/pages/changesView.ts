import type { SignedInVisit } from '../../../core/route.ts';
import { modulesNamed } from '../entries/queries.ts';
import type { CellAnswer } from '../service/asked.ts';
import { asCell } from './cellPage.ts';
import { moduleName } from './entriesView.ts';
import { type GridCell, type GridRow, isChanged } from './grid.ts';
import { cellMaker } from './matrixView.ts';
import { kindAt, type Question } from './question.ts';
import type { Reader } from './reader.ts';

/** Cells of which the entries that made the difference are told in the list; of the others it is told in the cell itself. */
const mostExplained = 8;
/** Entries told of one cell. */
const mostEntries = 4;

interface Difference {
  id: string;
  from: string | null;
  to: string | null;
}

/** The entries that are something else in one answer than in the other. */
export function differencesIn(from: CellAnswer, to: CellAnswer): Difference[] {
  const classes = (answer: CellAnswer) => new Map(answer.entries.map(({ id, lineClass }) => [id, lineClass]));
  const [before, after] = [classes(from), classes(to)];
  return [...new Set([...after.keys(), ...before.keys()])]
    .map((id) => ({ id, from: before.get(id) ?? null, to: after.get(id) ?? null }))
    .filter((one) => one.from !== one.to);
}

type Visit = SignedInVisit<unknown>;

async function explained(
  visit: Visit,
  question: Question,
  cells: readonly GridCell[],
): Promise<Difference[][]> {
  const { look, other } = question;
  const looks = other!.by === 'day' ? [other!.look, look] : [look, other!.look];
  return Promise.all(
    cells.map(async ({ row, column }) => {
      const asked = kindAt(question, row.code, column.code);
      const [from, to] = await Promise.all(looks.map((one) => visit.house.coverage.cell(asCell(asked, one))));
      return differencesIn(from!, to!);
    }),
  );
}

/** What changed from one day to another, or is otherwise by another standard: a list beside the cells that say so. */
export async function changesView(
  visit: Visit,
  question: Question,
  grid: readonly GridRow[],
  reader: Reader,
) {
  const { other } = question;
  if (!other) return null;
  const { t } = reader;
  const changed = grid.flatMap(({ cells }) => cells.filter(isChanged));
  const differences = await explained(visit, question, changed.slice(0, mostExplained));
  const named = await modulesNamed(
    visit.person,
    differences.flat().map(({ id }) => id),
  );
  const cellOf = cellMaker(question, reader);
  const classWord = (one: string | null, missing: string): string =>
    t(one === null ? `coverage.change.${missing}` : `coverage.lineClass.${one}`);
  return {
    count: t('coverage.change.count', { count: changed.length }),
    rows: changed.map((cell, at) => ({
      view: cellOf(cell),
      title: `${cell.row.name}, ${cell.column.name}`,
      entries: (differences[at] ?? []).slice(0, mostEntries).flatMap(({ id, from, to }) => {
        const found = named.get(id);
        if (found === undefined) return [];
        const words = { from: classWord(from, 'absent'), to: classWord(to, 'gone') };
        const name = found
          ? `${moduleName(found, reader)} (${found.unit.name})`
          : t('coverage.entry.withheld');
        return [`${name}: ${t('coverage.change.fromTo', words)}`];
      }),
      more: Math.max(0, (differences[at]?.length ?? 0) - mostEntries),
    })),
  };
}
