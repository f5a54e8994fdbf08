/** Median of a list that is not empty. */
export function median(values: number[]): number {
  return quantile(values, 0.5);
}

/** The value below which a share of the list lies, by nearest rank. */
export function quantile(values: number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!;
}

/** Median times in milliseconds, each as a ratio to one of them. */
export function reportTimes(measured: Record<string, number[]>, base: string): void {
  const one = median(measured[base]!);
  for (const [name, values] of Object.entries(measured)) {
    const ratio = (median(values) / one).toFixed(2);
    console.log(`${name.padEnd(24)} median ${median(values).toFixed(0).padStart(6)} ms   ${ratio} x ${base}`);
  }
}

/** A table with the first column to the left and figures to the right. */
export function table(head: string[], rows: string[][]): string {
  const widths = head.map((_one, at) => Math.max(...[head, ...rows].map((row) => row[at]!.length)));
  const line = (row: string[]) =>
    row.map((cell, at) => (at === 0 ? cell.padEnd(widths[at]!) : cell.padStart(widths[at]!))).join('  ');
  return [line(head), widths.map((width) => '-'.repeat(width)).join('  '), ...rows.map(line)].join('\n');
}

export function whole(value: number): string {
  return Math.round(value).toLocaleString('en');
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
