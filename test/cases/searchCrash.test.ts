import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import mongoose, { type Connection } from 'mongoose';
import type { UnmetDemandRecord } from '../../models/UnmetDemand.ts';
import { type KeyRing, openKeyRing } from '../../server/core/keys.ts';
import { monthOf } from '../../server/features/coverage/demand/queries.ts';
import { openTally } from '../../server/features/coverage/demand/tally.ts';
import { paths } from '../../server/paths.ts';
import { signInAs, type Visitor } from '../builders/people.ts';
import { freePort, type Program, startProgram } from '../builders/program.ts';

const rounds = 3;
const types = ['crisis', 'detox', 'outreach', 'diagnostics', 'self_help', 'case_management'];
const areas = [
  '11000',
  '12000',
  '13000',
  '21000',
  '23000',
  '24000',
  '31000',
  '34000',
  '44000',
  '62000',
  '71000',
  '72000',
];
const targets = ['', 'homeless', 'parents', 'forensic', 'dual_diagnosis'];

/** Everything that can be said in one month, each once. */
const sayings = types.flatMap((type) =>
  areas.flatMap((place) =>
    targets.map((target) => ({ type, place, target, age: 'adults', obstacle: 'other' })),
  ),
);

/** Sends one saying; what it was answered, or null when nothing is known. */
async function send(visitor: Visitor, address: string, caseId: string, body: object, actId: string) {
  const headers = {
    'Content-Type': 'application/json',
    Accept: 'application/json',
    Cookie: visitor.cookie(),
    'X-CSRF-Token': await visitor.csrf(),
    'X-Act-Id': actId,
  };
  const url = address + paths.caseSearches({ id: caseId });
  const asked = { method: 'POST', headers, body: JSON.stringify(body), redirect: 'manual' as const };
  return fetch(url, asked).then(
    (response) => response.status,
    () => null,
  );
}

describe('a search that was not found, with the program killed by -9 meanwhile', () => {
  let directory: string;
  let program: Program;
  let visitor: Visitor;
  let caseId: string;
  let keys: KeyRing;
  const waiting = sayings.map((body) => ({ body, actId: randomUUID() }));

  before(async function () {
    this.timeout(60_000);
    directory = mkdtempSync(join(tmpdir(), 'schakel-searches-'));
    program = await startProgram(directory, await freePort());
    visitor = await signInAs(program, 'hulpverlener.debrug');
    caseId = /\/plans\/([0-9a-f-]{36})/.exec((await visitor.get(paths.plans())).text)![1]!;
    keys = await openKeyRing(join(directory, 'keys'), null, async () => {});
  });
  after(async () => {
    await program?.kill();
    rmSync(directory, { recursive: true, force: true });
  });

  /** Records, acts and counts as the store has them: as many of each. */
  async function numbers(connection: Connection) {
    const db = connection.db!;
    const month = monthOf(new Date());
    const tally = await db.collection<UnmetDemandRecord>('unmetdemand').findOne({ _id: month });
    const counts = tally ? openTally(await keys.cipher('unmet-demand'), tally) : [];
    return {
      records: await db.collection('failedsearches').countDocuments({}),
      acts: await db.collection('acts').countDocuments({ name: 'search.recorded' }),
      counted: counts.reduce((sum, one) => sum + one.count, 0),
      most: Math.max(...counts.map((one) => one.count)),
    };
  }

  const looked = async () => {
    const store = `mongodb://${encodeURIComponent(join(directory, 'data', 'store', 'store.sock'))}/schakel`;
    const connection = await mongoose.createConnection(store).asPromise();
    return numbers(connection).finally(() => connection.close());
  };

  it(`in ${rounds} rounds, is record, act and count or nothing, and sent again is there once`, async function () {
    this.timeout(rounds * 60_000);
    const port = Number(new URL(program.address).port);
    const first = await looked();
    let done = 0;
    for (let round = 0; round < rounds; round++) {
      let answered = 0;
      const unanswered: typeof waiting = [];
      const write = async (): Promise<void> => {
        for (let next = waiting.shift(); next; next = waiting.shift()) {
          const status = await send(visitor, program.address, caseId, next.body, next.actId);
          if (status === null) {
            unanswered.push(next);
            return;
          }
          expect(status).to.equal(303);
          answered += 1;
          // Killed while others are on their way, whatever the speed of this machine.
          if (answered === 12 + 5 * round) void program.kill();
        }
      };
      await Promise.all(Array.from({ length: 6 }, write));
      await program.kill();
      program = await startProgram(directory, port);
      const there = await looked();
      expect(there.records).to.equal(there.acts).and.to.equal(there.counted);
      expect(there.records).to.be.at.least(first.records + done + answered);
      for (const one of unanswered)
        expect(await send(visitor, program.address, caseId, one.body, one.actId)).to.equal(303);
      expect(unanswered.length).to.be.greaterThan(0);
      done += answered + unanswered.length;
      const again = await looked();
      const expected = first.records + done;
      expect(again).to.deep.equal({ records: expected, acts: expected, counted: expected, most: 1 });
    }
  });
});
