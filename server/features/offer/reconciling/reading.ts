import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { ReconciliationRecord } from '../../../../models/Reconciliation.ts';
import type { ListLine } from '../../../../models/ReconciliationPart.ts';
import { Broken, columnLetters } from '../exchange/broken.ts';
import { readCsv } from '../exchange/csv.ts';
import { formatOf } from '../exchange/table.ts';
import { readXlsx } from '../exchange/xlsx.ts';
import type { CandidateIndex } from './candidates.ts';
import { listLimits } from './limits.ts';
import { type Columns, keysOf, municipalityOf, valuesIn } from './lines.ts';
import { proposalsFor } from './matching.ts';

const pack = promisify(gzip);
const unpack = promisify(gunzip);

/** A list as it was sent: what stands above its columns, and its rows. @throws Broken */
export async function readList(bytes: Uint8Array): Promise<{ heads: string[]; rows: string[][] }> {
  const [heading = [], ...rows] = formatOf(bytes) === 'xlsx' ? await readXlsx(bytes) : readCsv(bytes);
  const heads = heading.map((cell) => cell.trim().slice(0, 100));
  while (heads.at(-1) === '') heads.pop();
  if (heads.length === 0) throw new Broken('reconciling.broken.noHeading');
  if (heads.length > listLimits.columns)
    throw new Broken('reconciling.broken.tooManyColumns', { most: listLimits.columns });
  if (rows.length > listLimits.lines)
    throw new Broken('exchange.broken.tooManyRows', { most: listLimits.lines });
  for (const [at, row] of rows.entries()) {
    const tooLong = row.findIndex((cell) => cell.length > listLimits.cell);
    if (tooLong >= 0)
      throw new Broken('exchange.broken.cellTooLong', { row: at + 2, column: columnLetters(tooLong) });
  }
  if (!rows.some((row) => row.some((cell) => cell.trim() !== '')))
    throw new Broken('reconciling.broken.noRows');
  return { heads, rows };
}

export const packed = async (rows: string[][]): Promise<Buffer> => pack(Buffer.from(JSON.stringify(rows)));

/** The rows of a list whose columns are still to be chosen. */
export async function rowsIn({ rows }: Pick<ReconciliationRecord, 'rows'>): Promise<string[][]> {
  if (!rows) return [];
  const bytes = Buffer.isBuffer(rows)
    ? rows
    : Buffer.from((rows as unknown as { buffer: Uint8Array }).buffer);
  return JSON.parse((await unpack(bytes)).toString('utf8')) as string[][];
}

/** The lines of a list; rows that name nobody are left out. */
export function linesIn(rows: readonly string[][], columns: Columns): Omit<ListLine, 'proposals'>[] {
  return rows.flatMap((row, at) => {
    const values = valuesIn(row, columns);
    return values ? [{ row: at + 2, keys: keysOf(values), values }] : [];
  });
}

/** Lines compared before others get a turn. */
const atOnce = 100;

/** Each line with the organisations it may be. */
export async function matched(
  lines: Omit<ListLine, 'proposals'>[],
  index: CandidateIndex,
): Promise<ListLine[]> {
  const found: ListLine[] = [];
  for (const [at, { row, keys, values }] of lines.entries()) {
    found.push({ row, keys, values, proposals: proposalsFor(values, municipalityOf(values), index) });
    if (at % atOnce === atOnce - 1) await new Promise<void>((resolve) => setImmediate(resolve));
  }
  return found;
}
