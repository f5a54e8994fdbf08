import type { Message } from '../../core/errors.ts';

type Kind = 'organisation' | 'site' | 'unit' | 'module';

/** What a part of a file says of records, as a row of an import does: cells by column, and where in the file each stands. */
export class IncomingRow {
  /** The way to the part, such as `$.services[3]`. */
  readonly path: string;
  /** Ids of our records, or `new:` and the file's. */
  readonly ids: Partial<Record<Kind, string>> = {};
  readonly cells = new Map<string, { text: string; path: string }>();
  readonly faults: (Message & { path: string })[] = [];

  constructor(path: string) {
    this.path = path;
  }

  /** @param path behind that of the row, with its dot. */
  put(column: string, text: string, path: string): void {
    this.cells.set(column, { text, path: this.path + path });
  }

  refuse(path: string, key: string, values?: Message['values']): void {
    this.faults.push({ path: this.path + path, key, ...(values ? { values } : {}) });
  }

  /** Where in the file what stands in a column was said; the whole part when it was not. */
  pathOf(column: string | null): string {
    const said = [...this.cells].find(([name]) => name === column || name.startsWith(`${column}.`));
    return said?.[1].path ?? this.path;
  }
}
