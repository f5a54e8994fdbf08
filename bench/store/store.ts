import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median, quantile, table, whole } from '../figures.ts';
import { type Contender, contenders, OPERATIONS, type Operation } from './contenders.ts';
import { scanning } from './scanning.ts';
import { starting } from './starting.ts';

const SIZES = (process.env.BENCH_SIZES ?? '10000,100000,1000000').split(',').map(Number);
const CLIENTS = [1, 8, 32];
const ROUNDS = 3;
const WINDOW_MS = 400;

interface Cell {
  perSecond: number[];
  p99: number[];
}
type Cells = Map<string, Cell>;
const cellKey = (size: number, operation: string, clients: number, name: string) =>
  [size, operation, clients, name].join('|');

/** The embedded store beside its floors, at three sizes and with 1, 8 and 32 clients. */
export async function store(): Promise<void> {
  const cells: Cells = new Map();
  for (const size of SIZES) await measureSize(size, cells);
  for (const operation of OPERATIONS) report(operation, cells);
  growth(cells);
  await scanning();
  await starting([SIZES[0]!, SIZES.at(-1)!]);
}

async function measureSize(size: number, cells: Cells): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'schakel-bench-'));
  const all = await contenders(directory, size);
  for (let round = 0; round <= ROUNDS; round++)
    for (const operation of OPERATIONS)
      for (const clients of CLIENTS)
        for (const contender of all) {
          const figures = await run(contender, operation, clients);
          // The first round warms up.
          if (!figures || round === 0) continue;
          const key = cellKey(size, operation, clients, contender.name);
          const cell = cells.get(key) ?? { perSecond: [], p99: [] };
          cells.set(key, cell);
          cell.perSecond.push(figures.perSecond);
          cell.p99.push(figures.p99);
        }
  for (const contender of all) await contender.close();
  rmSync(directory, { recursive: true });
}

async function run(
  { operations }: Contender,
  operation: Operation,
  clients: number,
): Promise<{ perSecond: number; p99: number } | undefined> {
  const act = operations[operation];
  if (!act) return undefined;
  const times: number[] = [];
  const began = performance.now();
  const client = async () => {
    for (let now = performance.now(); now - began < WINDOW_MS; ) {
      await act();
      const after = performance.now();
      times.push(after - now);
      now = after;
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  return { perSecond: (times.length / (performance.now() - began)) * 1000, p99: quantile(times, 0.99) };
}

function report(operation: Operation, cells: Cells): void {
  const names = [...new Set([...cells.keys()].map((key) => key.split('|')[3]!))];
  const rows = SIZES.flatMap((size) =>
    CLIENTS.map((clients) => {
      const rate = (name: string) => {
        const cell = cells.get(cellKey(size, operation, clients, name));
        return cell && { perSecond: median(cell.perSecond), p99: median(cell.p99) };
      };
      const own = rate('schakel')!;
      const columns = names.flatMap((name) => {
        const figures = rate(name);
        const text = figures ? `${whole(figures.perSecond)} (${figures.p99.toFixed(1)})` : '-';
        if (name === 'schakel') return [text];
        return [text, figures ? `${(own.perSecond / figures.perSecond).toFixed(2)} x` : '-'];
      });
      return [`${whole(size)} rows, c=${clients}`, ...columns];
    }),
  );
  const head = names.flatMap((name) => (name === 'schakel' ? [name] : [name, 'ratio']));
  console.log(`\n${operation}: operations per second (p99 in ms), and schakel as a ratio to each`);
  console.log(table(['', ...head], rows));
}

/** What one operation costs at the largest size beside the smallest. */
function growth(cells: Cells): void {
  if (SIZES.length < 2) return;
  const rows = OPERATIONS.map((operation) => [
    operation,
    ...CLIENTS.map((clients) => {
      const at = (size: number) => median(cells.get(cellKey(size, operation, clients, 'schakel'))!.perSecond);
      return `${(at(SIZES[0]!) / at(SIZES.at(-1)!)).toFixed(2)} x`;
    }),
  ]);
  console.log(`\ncost of one operation with ${whole(SIZES.at(-1)!)} rows beside ${whole(SIZES[0]!)}`);
  console.log(table(['', ...CLIENTS.map((clients) => `c=${clients}`)], rows));
}
