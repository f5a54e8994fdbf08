import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { paths } from '../../server/paths.ts';
import { quantile, short, table, whole } from '../figures.ts';
import { madeUpOffer } from '../offer/madeUp.ts';
import { fillStore } from '../offer/prepared.ts';
import type { Lookers } from './pageHost.ts';

/** Modules; `--sizes=10000` for others. */
const SIZES = (process.argv.find((word) => word.startsWith('--sizes=')) ?? '--sizes=10000,100000')
  .slice('--sizes='.length)
  .split(',')
  .map(Number);
const PAGES = 200;

const agent = new Agent({ keepAlive: true, maxSockets: 1 });

/** Bytes of one page. */
function fetchPage(address: string, cookie: string): Promise<number> {
  return new Promise((resolve, reject) => {
    get(address, { agent, headers: { accept: 'text/html', cookie } }, (response) => {
      let size = 0;
      if (response.statusCode !== 200)
        reject(new Error(`${address} answers ${response.statusCode} ${response.headers.location ?? ''}`));
      response.on('data', (part: Buffer) => {
        size += part.length;
      });
      response.on('end', () => resolve(size));
    }).on('error', reject);
  });
}

const antwerp = { within: 'BE-VAN' };
const looks: [string, string, keyof Omit<Lookers, 'address'>][] = [
  ['platform, matrix', paths.coverage(antwerp), 'coordinator'],
  ['platform, in words', paths.coverage({ ...antwerp, view: 'words' }), 'coordinator'],
  ['platform, map', paths.coverage({ ...antwerp, view: 'map' }), 'coordinator'],
  ['platform, parts after a change', paths.coverageParts(antwerp), 'coordinator'],
  ['platform, a cell opened', paths.coverage({ ...antwerp, cell: 'crisis.13000' }), 'coordinator'],
  ['what to ask first', paths.unknown({ platform: 'BE-VAN' }), 'coordinator'],
  ['platform, kind by age', paths.coverage({ ...antwerp, columns: 'age' }), 'coordinator'],
  ['Belgium, 860 cells', paths.coverage({ within: 'belgium' }), 'official'],
  ['a province by municipality', paths.coverage({ ...antwerp, level: 'municipality' }), 'coordinator'],
  ['two standards', paths.coverage({ ...antwerp, against: 'oost-vlaanderen-2010' }), 'coordinator'],
  ['possible gaps', paths.candidates({ platform: 'BE-VAN' }), 'coordinator'],
  ['possible overlaps', paths.candidates({ platform: 'BE-VAN', list: 'overlaps' }), 'coordinator'],
];

/** Pages of coverage over HTTP, signed in, one after the other, from computed state: the first of each is left out. */
async function atSize(size: number, directory: string): Promise<void> {
  await fillStore(directory, madeUpOffer(size));
  const child = fork(new URL('./pageHost.ts', import.meta.url), [directory], {
    execArgv: ['--import', 'tsx'],
  });
  const [lookers] = (await once(child, 'message')) as [Lookers];
  const rows: string[][] = [];
  for (const [name, path, who] of looks) {
    const ask = async (): Promise<{ took: number; bytes: number }> => {
      const began = performance.now();
      const bytes = await fetchPage(lookers.address + path, lookers[who]);
      return { took: performance.now() - began, bytes };
    };
    const first = await ask();
    for (let warm = 0; warm < 20; warm++) await ask();
    const times: number[] = [];
    for (let one = 0; one < PAGES; one++) times.push((await ask()).took);
    const part = (share: number): string => short(quantile(times, share));
    rows.push([
      name,
      short(first.took),
      part(0.5),
      part(0.95),
      part(0.99),
      `${short(first.bytes / 1000)} kB`,
    ]);
  }
  console.log(`\n-- ${whole(size)} modules`);
  console.log(table(['', 'first ms', 'p50 ms', 'p95 ms', 'p99 ms', 'size'], rows));
  child.disconnect();
  await once(child, 'exit');
}

export async function coveragePages(): Promise<void> {
  for (const size of SIZES) {
    const directory = mkdtempSync(join(tmpdir(), 'schakel-bench-'));
    try {
      await atSize(size, directory);
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  }
}
