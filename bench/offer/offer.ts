import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { entriesOf } from '../../server/features/offer/entries.ts';
import { median, quantile, short, spread, table, whole } from '../figures.ts';
import { drawsFrom } from './draws.ts';
import { type Fts, fts } from './fts.ts';
import { madeUpOffer } from './madeUp.ts';
import { pages } from './pages.ts';
import { fillStore, type Host, startHost, untilSearchable } from './prepared.ts';
import { aQuestion, KINDS, type Kind } from './questions.ts';

/** Modules; `--sizes=1000,10000` for others. */
const SIZES = (process.argv.find((word) => word.startsWith('--sizes=')) ?? '--sizes=1000,10000,100000')
  .slice('--sizes='.length)
  .split(',')
  .map(Number);
const ROUNDS = 3;
const QUERIES = 50;
/** Of these, as many are asked of SQLite too: it takes its time. */
const ASKED_OF_SQLITE = 10;
const RESTARTS = 3;
/** What SQLite has no answer to of its own. */
const withoutFts: ReadonlySet<Kind> = new Set(['a typing error', 'a place']);

/** The search of the care offer, at several sizes, beside the same questions in SQLite FTS5 in the same run. */
export async function offer(): Promise<void> {
  for (const size of SIZES) {
    const directory = mkdtempSync(join(tmpdir(), 'schakel-bench-'));
    try {
      await atSize(size, directory);
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  }
}

async function atSize(size: number, directory: string): Promise<void> {
  const made = madeUpOffer(size);
  await fillStore(directory, made);
  console.log(`\n-- ${whole(size)} modules in ${whole(made.careUnits.length)} units`);
  const began = performance.now();
  let host = await startHost(directory);
  console.log(`first start until searchable, everything read: ${short(performance.now() - began)} ms`);
  const changes = await host.ask({ kind: 'change', times: 20 });
  console.log(`a change until it is found: ${spread(changes.times)} ms`);
  await host.close();
  const restarts: Awaited<ReturnType<typeof untilSearchable>>[] = [];
  await untilSearchable(directory, 'jongeren', 'id="results"'); // bundles
  for (let round = 0; round < RESTARTS; round++)
    restarts.push(await untilSearchable(directory, 'jongeren', 'id="results"'));
  const [took, cpu] = [restarts.map(({ took }) => took), restarts.map(({ cpu }) => cpu)];
  console.log(`restart of the program until searchable: ${spread(took)} ms; processor ${spread(cpu)} ms`);
  host = await startHost(directory);
  const familiar = fts(directory, entriesOf(made));
  await searches(host, familiar);
  familiar?.close();
  await pages(host);
  const { rss, heapUsed, threadHeap, threadArrays } = await host.ask({ kind: 'memory' });
  const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`;
  console.log(
    `memory of the web server: ${megabytes(rss)} in all; heap ${megabytes(heapUsed)}, of the search thread ${megabytes(threadHeap)} and ${megabytes(threadArrays)} in arrays`,
  );
  await host.close();
}

async function searches(host: Host, familiar: Fts | undefined): Promise<void> {
  const ours = new Map<string, number[]>();
  const theirs = new Map<Kind, number[]>();
  const cpus = new Map<string, number[]>();
  const delays = new Map<number, number[]>();
  const add = <Key>(into: Map<Key, number[]>, key: Key, values: number[]) =>
    into.set(key, [...(into.get(key) ?? []), ...values]);
  for (let round = -1; round < ROUNDS; round++) {
    for (const kind of KINDS) {
      const draws = drawsFrom(round * 100 + KINDS.indexOf(kind) + 1000);
      const queries = Array.from({ length: QUERIES }, () => aQuestion(kind, draws));
      for (const clients of [1, 4]) {
        const some = clients === 1 ? queries : Array.from({ length: QUERIES }, () => aQuestion(kind, draws));
        const { times, cpu, loopDelay } = await host.ask({ kind: 'search', queries: some, clients });
        if (round < 0) continue; // what was compiled by then stays so
        add(ours, `${kind} ${clients}`, times);
        add(delays, clients, [loopDelay]);
        if (clients === 1) add(cpus, kind, [cpu]);
      }
      if (!familiar || withoutFts.has(kind) || round < 0) continue;
      const cpu = process.cpuUsage();
      for (const query of queries.slice(0, ASKED_OF_SQLITE)) {
        const began = performance.now();
        familiar.search(query);
        add(theirs, kind, [performance.now() - began]);
      }
      const { user, system } = process.cpuUsage(cpu);
      add(cpus, `${kind} in SQLite`, [(user + system) / 1000 / ASKED_OF_SQLITE]);
    }
  }
  report(ours, theirs, cpus);
  for (const [clients, values] of delays)
    console.log(
      `delay of the web server's event loop meanwhile, p99, ${clients} at once: ${spread(values)} ms`,
    );
}

function report(ours: Map<string, number[]>, theirs: Map<Kind, number[]>, cpus: Map<string, number[]>): void {
  const told = (times: number[] | undefined): string =>
    times ? [0.5, 0.95, 0.99].map((share) => short(quantile(times, share))).join(' / ') : '-';
  const rows = KINDS.map((kind) => {
    const [own, other] = [ours.get(`${kind} 1`)!, theirs.get(kind)];
    const ratio = other ? `${(median(other) / median(own)).toFixed(1)} x` : '-';
    const processor = (name: string): string => (cpus.has(name) ? short(median(cpus.get(name)!)) : '-');
    const costs = [processor(kind), processor(`${kind} in SQLite`)];
    return [kind, told(own), told(ours.get(`${kind} 4`)), told(other), ratio, ...costs];
  });
  console.log('\na search with its page and all counts, p50 / p95 / p99 in ms');
  console.log(
    table(['', 'one at a time', 'four at once', 'SQLite FTS5', 'as fast', 'processor', 'of SQLite'], rows),
  );
}
