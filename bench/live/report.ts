/** Median of a list that is not empty. */
export function median(values: number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

/** Three digits that mean something, as people write them. */
export function short(value: number): string {
  if (!Number.isFinite(value)) return '-';
  return Math.abs(value) >= 100
    ? Math.round(value).toLocaleString('en')
    : String(Number(value.toPrecision(3)));
}

/** The median with the smallest and the largest. */
export const spread = (values: number[]): string =>
  `${short(median(values))} (${short(Math.min(...values))}..${short(Math.max(...values))})`;

/** A table with the first column to the left and figures to the right. */
export function table(head: string[], rows: string[][]): string {
  const widths = head.map((_one, at) => Math.max(...[head, ...rows].map((row) => row[at]!.length)));
  const line = (row: string[]): string =>
    row.map((cell, at) => (at === 0 ? cell.padEnd(widths[at]!) : cell.padStart(widths[at]!))).join('  ');
  return [line(head), ...rows.map(line)].join('\n');
}
