import { median, short, spread, table } from '../figures.ts';
import type { Contender } from './contenders.ts';
import type { Fixture } from './fixture.ts';
import { documentsOf, type Figures, rounds, runOnce } from './steady.ts';

/** Edits a second of all clients together; steps up by so much until it is too much, then halves the step. */
const from = 4000;
const step = 1.4;
const halvings = 2;
const slowest = 250;

/** Everything came, in time. */
const keepsUp = ({ p99, lost, share }: Figures): boolean => p99 <= slowest && lost === 0 && share > 0.97;

async function most(
  contender: Contender,
  fixture: Fixture,
  seed: number,
): Promise<{ rate: number; last: Figures }> {
  const documents = documentsOf(fixture.plans);
  const clients = documents.reduce((sum, { cookies }) => sum + cookies.length, 0);
  const attempt = (rate: number): Promise<Figures> =>
    runOnce(contender, { documents, rate: rate / clients, warmSeconds: 2, seconds: 4, seed });
  let good = 0;
  let last = await attempt(from);
  let bad = from;
  while (keepsUp(last) && bad < 60_000) {
    good = bad;
    bad = good * step;
    last = await attempt(bad);
  }
  for (let time = 0; time < halvings && good > 0; time++) {
    const middle = Math.sqrt(good * bad);
    if (keepsUp(await attempt(middle))) good = middle;
    else bad = middle;
  }
  return { rate: good, last };
}

/** How many edits a second each takes before deliveries come late (p99 over 250 ms) or not at all. */
export async function saturation(contenders: Contender[], fixture: Fixture): Promise<void> {
  const found = new Map(contenders.map(({ name }) => [name, [] as { rate: number; last: Figures }[]]));
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
