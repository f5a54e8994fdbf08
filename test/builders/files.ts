import { randomUUID } from 'node:crypto';
import request, { type Response } from 'supertest';
import { OfferImportModel, type OfferImportRecord } from '../../models/OfferImport.ts';
import { paths } from '../../server/paths.ts';
import type { TestApp } from './app.ts';
import type { Visitor } from './people.ts';

/** Sends a file on the real form; answers as the browser is answered. */
export async function postFile(
  app: TestApp,
  visitor: Visitor,
  bytes: Uint8Array,
  options: { name?: string; fields?: Record<string, string>; actId?: string } = {},
): Promise<Response> {
  const { name = 'aanbod.csv', fields = {}, actId = randomUUID() } = options;
  const test = request(app.address)
    .post(paths.upkeepImports())
    .set('Accept', 'text/html')
    .set('Cookie', visitor.cookie())
    .field('_csrf', await visitor.csrf())
    .field('_act', actId);
  for (const [field, value] of Object.entries(fields)) test.field(field, value);
  return test.attach('file', Buffer.from(bytes), name);
}

/** Waits until nothing moves any more. */
export async function settled(id: string): Promise<OfferImportRecord> {
  for (;;) {
    const record = await OfferImportModel.findById(id).orFail().lean<OfferImportRecord>();
    if (!['reading', 'running', 'undoing'].includes(record.state)) return record;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Sends a file and waits until it was read. */
export async function sendFile(...sent: Parameters<typeof postFile>): Promise<OfferImportRecord> {
  const answer = await postFile(...sent);
  if (answer.status !== 303) throw new Error(`the file was answered ${answer.status}: ${answer.text}`);
  return settled(answer.headers.location!.split('/').at(-1)!);
}

/** An export as rows of cells by column. */
export class SheetOfCells {
  readonly columns: string[];
  readonly rows: string[][];
  constructor([columns = [], ...rows]: string[][]) {
    this.columns = columns;
    this.rows = rows;
  }

  at(row: number, column: string): string {
    return this.rows[row]![this.#place(column)]!;
  }

  put(row: number, column: string, cell: string): this {
    this.rows[row]![this.#place(column)] = cell;
    return this;
  }

  /** A new row, empty but for these cells. @returns its place */
  add(cells: Record<string, string>): number {
    this.rows.push(this.columns.map((column) => cells[column] ?? ''));
    return this.rows.length - 1;
  }

  all(): string[][] {
    return [this.columns, ...this.rows];
  }

  #place(column: string): number {
    const place = this.columns.indexOf(column);
    if (place < 0) throw new Error(`no column ${column}`);
    return place;
  }
}
