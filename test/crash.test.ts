import { expect } from 'chai';
import { runCrashRounds } from './builders/crashRounds.ts';

/** A sample; `npm run proof` has the long run. */
const rounds = 3;
const seed = 20261122;

describe('the program, killed with -9 while people write', () => {
  it(`in ${rounds} rounds from seed ${seed}, keeps record, act and reply together, loses and doubles nothing`, async function () {
    this.timeout(rounds * 90_000);
    const totals = await runCrashRounds(rounds, seed);
    const { lost, doubled, half } = totals;
    expect({ lost, doubled, half }).to.deep.equal({ lost: [], doubled: [], half: [] });
    expect(totals.rounds).to.equal(rounds);
    expect(totals.acknowledged).to.be.greaterThan(rounds * 5);
    expect(totals.proseLines).to.be.greaterThan(rounds);
    expect(totals.unanswered).to.be.greaterThan(0);
  });
});
