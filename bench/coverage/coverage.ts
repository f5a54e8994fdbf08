import { startWorkerThread } from '../../server/core/workerThread.ts';
import { quantile, short, spread, table, whole } from '../figures.ts';
import type { Measured } from './coverageWorker.ts';

/** Modules; `--sizes=1000,10000` for others. */
const SIZES = (process.argv.find((word) => word.startsWith('--sizes=')) ?? '--sizes=1000,10000,100000')
  .slice('--sizes='.length)
  .split(',')
  .map(Number);

/** One size in a worker thread of its own, as the program would: nothing is warm from another. */
function measured(size: number): Promise<Measured> {
  const worker = startWorkerThread(new URL('coverageWorker.ts', import.meta.url));
  worker.ref();
  return new Promise<Measured>((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.postMessage(size);
  }).finally(() => worker.terminate());
}

/** Coverage of 43 arrondissements x 25 types x 12 groups, at several sizes: everything anew, and one changed module. */
export async function coverage(): Promise<void> {
  const rows: string[][] = [];
  for (const size of SIZES) {
    const { lines, first, again, change, cells, touched, pair, ask, heap } = await measured(size);
    rows.push([
      whole(size),
      short(lines),
      short(first),
      spread(again),
      short(((again.reduce((sum, one) => sum + one, 0) / again.length) * 1000) / size),
      spread(pair),
      spread(ask),
      `${short(quantile(change, 0.5))} ${short(quantile(change, 0.95))} ${short(quantile(change, 0.99))}`,
      `${spread(touched)} of ${whole(cells)}`,
      `${Math.round(heap / 1e6)} MB`,
    ]);
  }
  console.log(
    table(
      [
        'modules',
        'lines ms',
        'first ms',
        'everything anew ms',
        'us a module',
        'area x type ms',
        'ask first ms',
        'one change p50 p95 p99 ms',
        'cells it touches',
        'heap',
      ],
      rows,
    ),
  );
}
