import { type EntryIndex, never, type Stretch } from './entries.ts';
import type { Origins } from './origins.ts';
import type { Life, Piece, TextLine, TextTable } from './pieces.ts';

/** What happened to the shape of a table. */
export type ShapeKind =
  | 'tableAdded'
  | 'rowAdded'
  | 'columnAdded'
  | 'tableDeleted'
  | 'rowDeleted'
  | 'columnDeleted';

/** One thing somebody did to a table, however many cells it took: a column is a cell in every row. */
export interface ShapeChange {
  kind: ShapeKind;
  entry: EntryIndex;
  /** Rows or columns. */
  count: number;
  /** The cells that came or went with it. */
  cells: TextLine[];
}

interface Gathered {
  kind: ShapeKind;
  entry: EntryIndex;
  cells: TextLine[];
  rows: Map<Life, number>;
}

/** By table, everything that was done to its shape, in the order of the log. */
export function shapeChanges(lines: readonly TextLine[]): Map<TextTable, ShapeChange[]> {
  const tables = new Map<TextTable, Map<string, Gathered>>();
  const note = (line: TextLine, kind: ShapeKind, entry: EntryIndex): void => {
    const { table, row } = line.cell!;
    const changes = tables.get(table) ?? new Map<string, Gathered>();
    tables.set(table, changes);
    const key = `${kind} ${entry}`;
    const known: Gathered = changes.get(key) ?? { kind, entry, cells: [], rows: new Map() };
    changes.set(key, known);
    known.cells.push(line);
    known.rows.set(row, (known.rows.get(row) ?? 0) + 1);
  };
  for (const line of lines) {
    if (!line.cell) continue;
    const { table, row } = line.cell;
    if (line.birth > row.birth) note(line, 'columnAdded', line.birth);
    else note(line, row.birth > table.birth ? 'rowAdded' : 'tableAdded', row.birth);
    if (line.death === never) continue;
    // Of what went at once, what held the rest.
    const [inTable, inRow] = [table.death === line.death, row.death === line.death];
    note(line, inTable ? 'tableDeleted' : inRow ? 'rowDeleted' : 'columnDeleted', line.death);
  }
  const told = ({ kind, entry, cells, rows }: Gathered): ShapeChange => {
    const columns = Math.max(...rows.values());
    const count = kind.startsWith('table') ? 1 : kind.startsWith('row') ? rows.size : columns;
    return { kind, entry, count, cells };
  };
  return new Map(
    [...tables].map(([table, changes]) => [
      table,
      [...changes.values()].map(told).sort((a, b) => a.entry - b.entry),
    ]),
  );
}

/** The words that went with cells and stand nowhere now, in the order of the cells. */
export function wordsGoneWith({ cells, entry }: ShapeChange, origins: Origins): Stretch[] {
  const isGone = (piece: Piece): boolean =>
    piece.death === entry && piece.birth < entry && piece.redaction === never && !origins.standsNow(piece);
  const stretches: Stretch[] = [];
  for (const { client, clock, length } of cells.flatMap(({ pieces }) => pieces.filter(isGone))) {
    const last = stretches.at(-1);
    if (last?.client === client && last.clock + last.length === clock) last.length += length;
    else stretches.push({ client, clock, length });
  }
  return stretches;
}

/** The entries that made a table or changed its shape. */
export const shapeEntries = (lines: readonly TextLine[]): Set<EntryIndex> =>
  new Set([...shapeChanges(lines).values()].flat().map(({ entry }) => entry));
