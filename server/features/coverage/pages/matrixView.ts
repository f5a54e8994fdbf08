import type { GapRecord } from '../../../../models/Gap.ts';
import type { MatrixCellAnswer } from '../service/asked.ts';
import { cellAddresses } from './address.ts';
import type { AxisValue } from './axes.ts';
import { type GridCell, type GridRow, gapsOfArea, isChanged, type Sides } from './grid.ts';
import type { Question } from './question.ts';
import type { Reader } from './reader.ts';
import { directionOf, entriesBehind, type State, stateOf } from './states.ts';

/** The number of a cell: how many entries its verdict rests on, or places for each 10,000 inhabitants where counted. */
export function numberOf(answer: MatrixCellAnswer, { asked }: Question, reader: Reader): string {
  if (asked.number === 'entries') return reader.number(entriesBehind(answer));
  return answer.places > 0 && answer.per10000 !== null ? reader.tenths(answer.per10000) : '';
}

/** Phrases by their key and number: a page of a thousand cells has a few dozen. */
function phrases({ t }: Reader): (key: string, count?: number) => string {
  const known = new Map<string, string>();
  return (key, count) => {
    const name = `${key} ${count}`;
    const text = known.get(name) ?? t(`coverage.${key}`, count === undefined ? {} : { count });
    known.set(name, text);
    return text;
  };
}

/** Makes the cells of a page: the same words, icon and number wherever they are shown. */
export function cellMaker(question: Question, reader: Reader) {
  const { t } = reader;
  const hrefOf = cellAddresses(question);
  const phrase = phrases(reader);
  const places = (answer: MatrixCellAnswer): string =>
    answer.places > 0 && answer.per10000 !== null
      ? t('coverage.per10000', { number: reader.tenths(answer.per10000) })
      : '';
  const fromOf = ({ answer, from }: GridCell): { state: State; word: string; direction: string } | null => {
    if (from === null) return null;
    const state = stateOf(from);
    return { state, word: phrase(`state.${state.code}`), direction: directionOf(from, answer) };
  };
  return (cell: GridCell) => {
    const { row, column, answer, gaps } = cell;
    const state = stateOf(answer);
    const word = phrase(`state.${state.code}`);
    const ground = phrase(`ground.${answer.ground}`);
    const number = numberOf(answer, question, reader);
    const behind = entriesBehind(answer);
    // Where there is nothing the verdict has said so.
    const entries = behind > 0 ? phrase('entries', behind) : '';
    const from = isChanged(cell) ? fromOf(cell) : null;
    const parts = [
      from ? t('coverage.change.fromTo', { from: from.word, to: word }) : word,
      ground,
      entries,
      places(answer),
      gaps > 0 ? phrase('openGaps', gaps) : '',
    ];
    return {
      key: `${row.code}.${column.code}`,
      href: hrefOf(row.code, column.code),
      isOpen: question.asked.cell === `${row.code}.${column.code}`,
      ...{ state, word, ground, number, from, gaps },
      /** What the verdict rests on, after its word. */
      basis: [ground, entries, places(answer)].filter(Boolean).join(', '),
      told: `${row.name}, ${column.name}: ${parts.filter(Boolean).join(', ')}`,
      mark: [state.code, answer.ground, number, entries, answer.places, gaps, from?.state.code].join(),
    };
  };
}

export type CellView = ReturnType<ReturnType<typeof cellMaker>>;

/** Values that follow each other below the same heading. */
export function grouped<T extends { group: string | null }>(
  values: readonly T[],
): { name: string | null; values: T[] }[] {
  const groups: { name: string | null; values: T[] }[] = [];
  for (const value of values) {
    const last = groups.at(-1);
    if (last && last.name === value.group) last.values.push(value);
    else groups.push({ name: value.group, values: [value] });
  }
  return groups;
}

/** A row's or column's heading, with its inhabitants and the open gaps that are about all of it. */
function headOf({ code, name, population, parts }: AxisValue, gaps: readonly GapRecord[], reader: Reader) {
  const about = gapsOfArea(parts ?? [], gaps).length;
  return {
    ...{ code, name },
    population: population === null ? null : reader.number(population),
    gaps: about > 0 ? reader.t('coverage.openGaps', { count: about }) : null,
  };
}

/** Rows and columns with their headings; the heat map and the table in words show the same. */
export function matrixView(
  question: Question,
  sides: Sides,
  grid: readonly GridRow[],
  gaps: readonly GapRecord[],
  reader: Reader,
) {
  const cellOf = cellMaker(question, reader);
  const { rows, columns } = sides;
  const columnGroups = grouped(columns.values);
  const byRow = new Map(grid.map((one) => [one.row.code, one]));
  return {
    corner: reader.t(`coverage.sides.${rows.side}`),
    columns: columns.values.map((one) => headOf(one, gaps, reader)),
    columnGroups: columnGroups.some(({ name }) => name !== null)
      ? columnGroups.map(({ name, values }) => ({ name: name ?? '', span: values.length }))
      : [],
    rowGroups: grouped(rows.values).map(({ name, values }, at) => ({
      key: `rows-${at}`,
      name,
      rows: values.map((row) => ({
        head: headOf(row, gaps, reader),
        cells: byRow.get(row.code)!.cells.map(cellOf),
      })),
    })),
    width: columns.values.length + 1,
  };
}
