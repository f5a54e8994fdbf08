import { median, short, spread, table } from '../figures.ts';
import type { Contender } from './contenders.ts';
import type { Fixture } from './fixture.ts';
import { documentsOf, type Figures, measure, quiet, rounds } from './steady.ts';

/** Edits a second of all clients together: steps up or down by so much to where it tips over, then halves the step. */
const first = 4000;
const step = 1.4;
const halvings = 2;
const bounds = { least: 200, most: 60_000 };
const slowest = 250;

/** So much was written, and everything came, in time. */
const keepsUp = (rate: number, { p99, lost, share, editsPerSecond }: Figures): boolean =>
  editsPerSecond > 0.9 * rate && p99 <= slowest && lost === 0 && share > 0.97;

interface Most {
  rate: number;
  last: Figures;
}

/** One server for all tries: what an edit costs does not depend on those before it. */
async function most(contender: Contender, fixture: Fixture, seed: number): Promise<Most> {
  const documents = documentsOf(fixture.plans);
  const clients = documents.reduce((sum, { cookies }) => sum + cookies.length, 0);
  const running = await contender.start();
  try {
    return await search(async (rate) => {
      await quiet(3);
      return measure(running, 0, { documents, rate: rate / clients, warmSeconds: 2, seconds: 4, seed });
    });
  } finally {
    await running.stop();
  }
}

async function search(attempt: (rate: number) => Promise<Figures>): Promise<Most> {
  let last = await attempt(first);
  let [good, bad] = keepsUp(first, last) ? [first, Number.NaN] : [Number.NaN, first];
  while (Number.isNaN(bad) && good < bounds.most) {
    last = await attempt(good * step);
    if (keepsUp(good * step, last)) good *= step;
    else bad = good * step;
  }
  while (Number.isNaN(good) && bad > bounds.least) {
    last = await attempt(bad / step);
    if (keepsUp(bad / step, last)) good = bad / step;
    else bad /= step;
  }
  for (let time = 0; time < halvings && good < bad; time++) {
    const middle = Math.sqrt(good * bad);
    last = await attempt(middle);
    if (keepsUp(middle, last)) good = middle;
    else bad = middle;
  }
  // Not even the least: none.
  return { rate: Number.isNaN(good) ? 0 : good, last };
}

/** How many edits a second each takes before deliveries come late (p99 over 250 ms) or not at all. */
export async function saturation(contenders: Contender[], fixture: Fixture): Promise<void> {
  const found = new Map(contenders.map(({ name }) => [name, [] as Most[]]));
  for (let round = 1; round <= rounds; round++)
    for (const contender of contenders)
      found.get(contender.name)!.push(await most(contender, fixture, round));
  const base = median(found.get(contenders[0]!.name)!.map(({ rate }) => rate));
  const rows = [...found].map(([name, tries]) => [
    name,
    spread(tries.map(({ rate }) => rate)),
    short(median(tries.map(({ rate }) => rate)) / base),
    spread(tries.map(({ last }) => last.load)),
    spread(tries.map(({ last }) => last.others)),
  ]);
  console.log(table(['saturation', 'edits/s', 'x relay', 'load process % at the end', 'others %'], rows));
}
