import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { median, short, spread, table } from '../figures.ts';
import { type Contender, others, relay, schakel } from './contenders.ts';
import { type Fixture, prepare } from './fixture.ts';
import { histories, manyOpen } from './growth.ts';
import { opening } from './opening.ts';
import { saturation } from './saturation.ts';
import { documentsOf, type Figures, rounds, runOnce } from './steady.ts';

/** Above this many percent of one core used by others, tails and saturation say little. */
const distrusted = 30;

const stages: Record<string, (contenders: Contender[], fixture: Fixture) => Promise<void>> = {
  heavy: (contenders, fixture) =>
    steady('heavy, 40 edits/s a client', contenders, fixture, { rate: 40, warmSeconds: 5, seconds: 8 }),
  modest: (contenders, fixture) =>
    steady('modest, 2 edits/s a client', contenders, fixture, { rate: 2, warmSeconds: 15, seconds: 12 }),
  saturation,
  opening: (_contenders, fixture) => opening(fixture),
  histories: (_contenders, fixture) => histories(fixture),
  manyOpen: (contenders, fixture) => manyOpen(contenders.slice(0, 2), fixture),
};

/**
 * Live editing of the whole application beside a bare Socket.IO relay, in turns, in one run: 20 plans of 6 people. The
 * way of measuring is that of the study's instrument. `LIVE_STAGES=heavy,opening` runs only those.
 */
export async function live(): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'schakel-bench-'));
  try {
    console.log(
      `${cpus().length} cores, ${cpus()[0]?.model ?? 'unknown'}, Node ${process.version}; preparing`,
    );
    const fixture = await prepare(join(directory, 'fixture'));
    const contenders = [relay, schakel(fixture), ...others()];
    const wanted = process.env.LIVE_STAGES?.split(',') ?? Object.keys(stages);
    for (const [name, stage] of Object.entries(stages)) {
      if (!wanted.includes(name)) continue;
      console.log('');
      await stage(contenders, fixture);
    }
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

async function steady(
  title: string,
  contenders: Contender[],
  fixture: Fixture,
  pattern: { rate: number; warmSeconds: number; seconds: number },
): Promise<void> {
  const documents = documentsOf(fixture.plans);
  const found = new Map(contenders.map(({ name }) => [name, [] as Figures[]]));
  for (let round = 1; round <= rounds; round++)
    for (const contender of contenders)
      found.get(contender.name)!.push(await runOnce(contender, { documents, ...pattern, seed: round }));
  const base = found.get(contenders[0]!.name)!;
  const times = (all: Figures[], of: (figures: Figures) => number): string =>
    short(median(all.map(of)) / median(base.map(of)));
  const head = ['', 'web CPU ms/1,000', 'x relay', 'store CPU', 'p50 ms', 'p99 ms', 'ack p50', 'ack p99'];
  const more = ['MB grown', 'x relay', 'lost', 'others %', 'late p99'];
  const rows = [...found].map(([name, all]) => [
    name,
    spread(all.map(({ web }) => web * 1000)),
    times(all, ({ web }) => web),
    short(median(all.map(({ store }) => store * 1000))),
    spread(all.map(({ p50 }) => p50)),
    spread(all.map(({ p99 }) => p99)),
    short(median(all.map(({ savedP50 }) => savedP50))),
    spread(all.map(({ savedP99 }) => savedP99)),
    short(median(all.map(({ grown }) => grown))),
    times(all, ({ grown }) => grown),
    String(all.reduce((sum, { lost, diverged }) => sum + lost + diverged, 0)),
    spread(all.map((one) => one.others)),
    short(median(all.map(({ lateness }) => lateness))),
  ]);
  console.log(`${title}\n${table([...head, ...more], rows)}`);
  const isNoisy = [...found.values()].some((all) => median(all.map((one) => one.others)) > distrusted);
  if (isNoisy) console.log('Others kept the machine busy: distrust what is said about times.');
}
