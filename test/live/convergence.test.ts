import { expect } from 'chai';
import { convergenceRuns } from '../builders/convergence.ts';

/** A sample; `npm run proof` has the long run. */
const numRuns = 3;

describe('live prose over a network that loses, repeats and overtakes', () => {
  it(`${numRuns} runs with crashes of server and store, all converge to what was acknowledged, and whose it is`, async function () {
    this.timeout(numRuns * 60_000);
    const { letters, crashes, redactions, shapes } = await convergenceRuns({ numRuns, seed: 20261126 });
    expect(letters).to.be.greaterThan(60);
    expect(crashes).to.be.greaterThan(1);
    expect(shapes).to.be.greaterThan(3);
    expect(redactions).to.be.greaterThan(0);
  });
});
