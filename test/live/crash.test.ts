import { liveCrashRounds } from '../builders/liveCrash.ts';

/** A sample; `npm run proof` has the long run. */
const rounds = 2;

describe('live prose, killed with -9 while people write', () => {
  it(`${rounds} rounds, everything acknowledged is there and nothing is doubled`, async function () {
    this.timeout(rounds * 90_000);
    await liveCrashRounds(rounds, 11);
  });
});
