import { liveCrashRounds } from '../builders/liveCrash.ts';

const rounds = Number(process.env.LIVE_CRASH_ROUNDS ?? 1000);
const seed = Number(process.env.LIVE_CRASH_SEED ?? Math.floor(Math.random() * 2 ** 31));

describe('live prose, killed with -9 while people write, many times', () => {
  it(`${rounds} rounds from seed ${seed}, everything acknowledged is there and nothing is doubled`, async function () {
    this.timeout(rounds * 90_000);
    console.log({ seed, rounds, acknowledged: await liveCrashRounds(rounds, seed) });
  });
});
