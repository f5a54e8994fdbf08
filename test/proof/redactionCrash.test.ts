import { expect } from 'chai';
import { redactionCrashRounds } from '../builders/redactionCrash.ts';

/** REDACTION_ROUNDS and REDACTION_SEED look elsewhere. */
const rounds = Number(process.env.REDACTION_ROUNDS ?? 40);
const seed = Number(process.env.REDACTION_SEED ?? Math.floor(Math.random() * 2 ** 31));

describe('a redaction, killed with -9 many times', () => {
  it(`${rounds} rounds from seed ${seed}, each was done to all or to nothing`, async function () {
    this.timeout(rounds * 60_000);
    const done = await redactionCrashRounds(rounds, seed);
    console.log(`      done before the server was killed: ${done} of ${rounds}`);
    expect(done, 'every kill came after it, or every one before').to.be.within(1, rounds - 1);
  });
});
