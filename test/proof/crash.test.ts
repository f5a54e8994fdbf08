import { expect } from 'chai';
import { runCrashRounds } from '../builders/crashRounds.ts';

const rounds = Number(process.env.PROOF_ROUNDS ?? 200);
const seed = Number(process.env.PROOF_SEED ?? Math.floor(Math.random() * 2 ** 31));

describe('the program, killed with -9 while people write, many times', () => {
  it(`in ${rounds} rounds from seed ${seed}, keeps record, act and reply together, loses and doubles nothing`, async function () {
    this.timeout(rounds * 30_000 + 60_000);
    const totals = await runCrashRounds(rounds, seed);
    console.log({ seed, ...totals });
    const { lost, doubled, half } = totals;
    expect({ lost, doubled, half }).to.deep.equal({ lost: [], doubled: [], half: [] });
    expect(totals.rounds).to.equal(rounds);
    expect(totals.acknowledged).to.be.greaterThan(rounds * 5);
  });
});
