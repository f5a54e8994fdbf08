import { startTestApp, type TestApp } from '../builders/app.ts';
import { mustBeFaultless, seedFrom } from '../builders/fuzzing.ts';
import { RouteFuzz } from '../builders/fuzzRoutes.ts';
import { SocketFuzz } from '../builders/fuzzSockets.ts';

/** Another one every time; FUZZ_SEED sends again what a run sent that failed. FUZZ_FACTOR sends more or less. */
const seed = seedFrom(process.env.FUZZ_SEED);
const factor = Number(process.env.FUZZ_FACTOR ?? 1);
const times = (count: number): number => Math.max(1, Math.round(count * factor));

describe(`what no browser would send (FUZZ_SEED=${seed})`, function () {
  this.timeout(Math.max(1, factor) * 600_000);
  let app: TestApp;

  beforeEach(async () => {
    app = await startTestApp({ demo: true });
  });
  afterEach(() => app.close());

  it('every row of the route table, asked so by strangers, answers without a fault and changes nothing of the case', async () => {
    const fuzz = await RouteFuzz.on(app, seed);
    await fuzz.asStrangers(times(5));
    fuzz.close();
    console.log(`      ${JSON.stringify(fuzz.counts)}`);
    mustBeFaultless(fuzz.faults);
  });

  it('every row of the route table, asked so by a member, answers without a fault and changes only what it is for', async () => {
    const fuzz = await RouteFuzz.on(app, seed);
    await fuzz.asMember(times(12));
    fuzz.close();
    console.log(`      ${JSON.stringify(fuzz.counts)}`);
    mustBeFaultless(fuzz.faults);
  });

  it('the sockets, spoken to so by a member and an outsider, stay up, and the honest page goes on', async () => {
    const fuzz = await SocketFuzz.on(app, seed);
    await fuzz.run(times(250));
    await fuzz.knock(times(200));
    await fuzz.verify();
    console.log(`      ${fuzz.sent} messages`);
    mustBeFaultless(fuzz.faults);
  });
});
