import { convergenceRuns } from '../builders/convergence.ts';

const numRuns = Number(process.env.CONVERGENCE_RUNS ?? 300);
const seed = Number(process.env.CONVERGENCE_SEED ?? Math.floor(Math.random() * 2 ** 31));

describe('live prose over a network that loses, repeats and overtakes, many times', () => {
  it(`${numRuns} runs from seed ${seed}, all converge to what was acknowledged, and whose it is`, async function () {
    this.timeout(numRuns * 60_000);
    console.log({ seed, ...(await convergenceRuns({ numRuns, seed })) });
  });
});
