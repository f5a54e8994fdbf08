import { isJson, readHsds } from './hsdsFile.ts';
import type { CheckJob } from './jobs.ts';
import type { PlannedRow } from './outcomes.ts';
import type { RowDrafts } from './planning.ts';
import { type RowStatement, statementsOf } from './statements.ts';
import { readTable } from './table.ts';

/** A file as what it says of records, whatever it is written in. */
export interface FileRows {
  rows: RowStatement[];
  /** The row with what was wrong with it before anything was planned. */
  refused(row: RowDrafts): RowDrafts;
  /** The row with the places in the file that its faults are of. */
  placed(row: PlannedRow): PlannedRow;
}

/** @throws Broken */
export async function readFile(job: CheckJob): Promise<FileRows> {
  if (isJson(job.bytes)) return readHsds(job);
  const same = <Row>(row: Row): Row => row;
  return { rows: statementsOf(await readTable(job.bytes)), refused: same, placed: same };
}
