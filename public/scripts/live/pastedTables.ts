import { largestTable } from './tables/edits.ts';

/** A pasted table as rows of cells below each other; null stands where a merged cell goes on, or a row ends early. */
export interface PastedTable {
  head: boolean;
  rows: (Element[] | null)[][];
}

/** More paragraphs than this in one cell: it is not read as one line. */
const mostParagraphs = 5;

const spanOf = (cell: HTMLTableCellElement, what: 'colSpan' | 'rowSpan', largest: number): number =>
  Math.min(Math.max(1, cell[what]), largest);

const hasWords = (cell: Element): boolean => (cell.textContent ?? '').trim() !== '';

function isText(cell: Element): boolean {
  return (
    !cell.querySelector('table, h1, h2, h3, h4, h5, h6') &&
    cell.querySelectorAll('p, div:not(:has(p, div)), li').length <= mostParagraphs
  );
}

/**
 * What is in which cell. The words of a merged cell stand in its first one; those behind the last column that a table
 * can have, in the last. Null for a table that only lays out a page or a letter: it is read as text.
 */
export function pastedTable(
  table: HTMLTableElement,
  isLeftOut: (element: Element) => boolean,
): PastedTable | null {
  if (/^(presentation|none)$/.test(table.getAttribute('role') ?? '')) return null;
  const rows = [...table.rows].filter((row) => !isLeftOut(row));
  const cells = rows.map((row) => [...row.cells].filter((cell) => !isLeftOut(cell)));
  if (!cells.flat().every(isText)) return null;
  const grid: (Element[] | null)[][] = rows.map(() => []);
  for (const [index, list] of cells.entries()) {
    const own = grid[index]!;
    for (const cell of list) {
      let column = 0;
      while (own[column] !== undefined) column++;
      const last = Math.min(column, largestTable.columns - 1);
      if (column > last) own[last] = [...(own[last] ?? []), cell];
      for (let down = 0; down < spanOf(cell, 'rowSpan', rows.length - index) && column <= last; down++)
        for (let right = 0; right < spanOf(cell, 'colSpan', largestTable.columns - column); right++)
          grid[index + down]![column + right] ??= down + right === 0 ? [cell] : null;
    }
  }
  const width = Math.max(0, ...grid.map((row) => row.length));
  const even = grid.map((row) => Array.from({ length: width }, (_, column) => row[column] ?? null));
  const written = Array.from({ length: width }, (_, column) =>
    even.some((row) => row[column]?.some(hasWords)),
  );
  if (written.filter(Boolean).length < 2) return null;
  const [first] = cells;
  const isHead = first !== undefined && first.length > 0 && first.every(({ tagName }) => tagName === 'TH');
  return { head: isHead || table.dataset.head !== undefined || table.tHead?.rows.length === 1, rows: even };
}
