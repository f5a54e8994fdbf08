import { expect } from 'chai';
import { runStoreCrashRounds } from '../builders/storeCrash.ts';

const rounds = Number(process.env.PROOF_ROUNDS ?? 120);
const seed = Number(process.env.PROOF_SEED ?? Math.floor(Math.random() * 2 ** 31));

describe('the store, killed with -9 under sixteen writers, many times', () => {
  it(`in ${rounds} rounds from seed ${seed}, loses nothing, halves nothing, keeps every index`, async function () {
    this.timeout(rounds * 30_000 + 60_000);
    const totals = await runStoreCrashRounds(rounds, seed);
    console.log({ seed, ...totals });
    const { lost, inconsistent, half, unexpected } = totals;
    expect({ lost, inconsistent, half, unexpected }).to.deep.equal({
      lost: [],
      inconsistent: [],
      half: [],
      unexpected: [],
    });
    expect(totals.rounds).to.equal(rounds);
    expect(totals.acknowledged).to.be.greaterThan(rounds * 50);
  });
});
