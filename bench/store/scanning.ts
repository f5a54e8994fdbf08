import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { type Collection, MongoClient } from 'mongodb';
import { startEmbeddedStore } from '../../server/storage/embedded/store.ts';
import { median, quantile, table } from '../figures.ts';
import { fill } from './contenders.ts';
import { idOf, type Row } from './documents.ts';

const ROWS = 100_000;
const ROUNDS = 5;
const WINDOW_MS = 2_000;

/** What others notice while somebody has all documents searched: the web server's thread, and a reader by id. */
export async function scanning(): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'schakel-bench-'));
  const store = await startEmbeddedStore({ dataDir: directory });
  const client = await MongoClient.connect(store.uri);
  const rows = client.db().collection<Row>('rows');
  await fill(rows, ROWS);
  const scan = () => rows.countDocuments({ text: 'nobody wrote this' });
  const quiet = { delay: [] as number[], reads: [] as number[] };
  const busy = { delay: [] as number[], reads: [] as number[], scans: [] as number[] };
  for (let round = 0; round < ROUNDS; round++) {
    await window(rows, quiet);
    let going = true;
    const scans = (async () => {
      while (going) {
        const began = performance.now();
        await scan();
        busy.scans.push(performance.now() - began);
      }
    })();
    await window(rows, busy);
    going = false;
    await scans;
  }
  await client.close();
  await store.close();
  rmSync(directory, { recursive: true });
  const row = (name: string, { delay, reads }: typeof quiet) => [
    name,
    `${median(delay).toFixed(1)} ms`,
    `${median(reads).toFixed(2)} ms`,
    `${quantile(reads, 0.99).toFixed(2)} ms`,
  ];
  console.log(
    `\nwhile all of 100,000 documents are searched (${median(busy.scans).toFixed(0)} ms each, one after another)`,
  );
  console.log(
    table(
      ['', 'loop delay p99', 'read by id p50', 'read by id p99'],
      [row('quiet', quiet), row('searching', busy)],
    ),
  );
}

async function window(rows: Collection<Row>, into: { delay: number[]; reads: number[] }): Promise<void> {
  const histogram = monitorEventLoopDelay({ resolution: 1 });
  histogram.enable();
  for (const began = performance.now(); performance.now() - began < WINDOW_MS; ) {
    const sent = performance.now();
    await rows.findOne({ _id: idOf(Math.floor(Math.random() * ROWS)) });
    into.reads.push(performance.now() - sent);
    // A web server waits between requests; a loop that never does would measure itself.
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  histogram.disable();
  into.delay.push(histogram.percentile(99) / 1e6);
}
