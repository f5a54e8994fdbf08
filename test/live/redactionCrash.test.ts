import { redactionCrashRounds } from '../builders/redactionCrash.ts';

/** A sample of what `npm run proof` does many times. */
const rounds = 3;

describe('a redaction, killed with -9', () => {
  it(`${rounds} rounds, was done to everything that is stored or to nothing, and the rest is there`, async function () {
    this.timeout(rounds * 60_000);
    await redactionCrashRounds(rounds, 4711);
  });
});
