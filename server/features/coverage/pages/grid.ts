import type { GapRecord } from '../../../../models/Gap.ts';
import type { Kind } from '../frame.ts';
import { isAboutArea, isAboutKind } from '../register/aboutCell.ts';
import type { MatrixAnswer, MatrixCellAnswer } from '../service/asked.ts';
import type { AxisValue, AxisView } from './axes.ts';
import { kindAt, type Question } from './question.ts';
import { differs } from './states.ts';

/** A cell where its row and column meet. */
export interface GridCell {
  row: AxisValue;
  column: AxisValue;
  answer: MatrixCellAnswer;
  /** What it is under the other look; null where nothing is compared. */
  from: MatrixCellAnswer | null;
  /** Open gaps about it. */
  gaps: number;
}

export interface GridRow {
  row: AxisValue;
  cells: GridCell[];
}

export interface Sides {
  rows: AxisView;
  columns: AxisView;
}

/** Where a cell stands in an answer: by area first, then along the sides that are dimensions, rows before columns. */
export function placeIn({ rows, columns }: Sides, row: number, column: number): number {
  return columns.side === 'area' ? column * rows.values.length + row : row * columns.values.length + column;
}

/** How many open gaps are about each cell, by its kind of help and its area. */
function gapCounter({ look }: Question, gaps: readonly GapRecord[]): (kind: Kind, area: string) => number {
  const kinds = new Map<string, readonly GapRecord[]>();
  const areas = new Map<string, ReadonlySet<GapRecord>>();
  const about = (area: string): ReadonlySet<GapRecord> => {
    const inside = look.areas.find((one) => one.code === area)?.parts ?? [area];
    return new Set(gaps.filter(({ values }) => inside.some((nis) => isAboutArea(values, nis))));
  };
  return (kind, area) => {
    const key = JSON.stringify(kind);
    const ofKind = kinds.get(key) ?? gaps.filter(({ values }) => isAboutKind(values, kind));
    kinds.set(key, ofKind);
    if (ofKind.length === 0) return 0;
    const ofArea = areas.get(area) ?? about(area);
    areas.set(area, ofArea);
    return ofKind.filter((gap) => ofArea.has(gap)).length;
  };
}

/**
 * The cells by row and column. Of two looks the later day, or the second standard, is what a cell shows; the other is
 * what it comes from.
 */
export function gridOf(
  question: Question,
  sides: Sides,
  answers: { main: MatrixAnswer; other: MatrixAnswer | null },
  gaps: readonly GapRecord[],
): GridRow[] {
  const { main, other } = answers;
  const isTo = question.other?.by === 'standard';
  const [to, from] = other && isTo ? [other, main] : [main, other];
  const count = gapCounter(question, gaps);
  return sides.rows.values.map((row, rowAt) => ({
    row,
    cells: sides.columns.values.map((column, columnAt) => {
      const at = placeIn(sides, rowAt, columnAt);
      const { area, kind } = kindAt(question, row.code, column.code);
      return {
        ...{ row, column },
        answer: to.cells[at]!,
        from: from?.cells[at] ?? null,
        gaps: count(kind, area.code),
      };
    }),
  }));
}

export const isChanged = ({ answer, from }: GridCell): boolean => from !== null && differs(from, answer);

/** Open gaps of an area (NIS codes of its parts) that name no kind of help: they are about all of its cells alike. */
export function gapsOfArea(parts: readonly string[], gaps: readonly GapRecord[]): GapRecord[] {
  return gaps.filter(
    ({ values }) => values.functions.length === 0 && parts.some((nis) => isAboutArea(values, nis)),
  );
}
