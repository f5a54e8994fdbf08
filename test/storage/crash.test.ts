import { expect } from 'chai';
import { runStoreCrashRounds } from '../builders/storeCrash.ts';

const seed = Number(process.env.CRASH_SEED ?? Math.floor(Math.random() * 2 ** 31));

describe('a store killed with -9 while sixteen writers are at it', () => {
  it(`loses no acknowledged write, halves no transaction, keeps every index (seed ${seed})`, async function () {
    this.timeout(60_000);
    const { lost, inconsistent, half, unexpected, ...counts } = await runStoreCrashRounds(3, seed);
    expect({ lost, inconsistent, half, unexpected }, `seed ${seed}`).to.deep.equal({
      lost: [],
      inconsistent: [],
      half: [],
      unexpected: [],
    });
    expect(counts.acknowledged).to.be.greaterThan(100);
  });
});
