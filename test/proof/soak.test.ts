import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { clockAt } from '../../server/core/clock.ts';
import { paths } from '../../server/paths.ts';
import type { TestApp } from '../builders/app.ts';
import { consentFor } from '../builders/cases.ts';
import { chanceFrom, seedFrom, within } from '../builders/fuzzing.ts';
import { signInAs, type Visitor } from '../builders/people.ts';
import { freePort, type Program, startProgram } from '../builders/program.ts';
import { Ledger, SoakPage } from '../builders/soakPage.ts';

const minutes = Number(process.env.PROOF_MINUTES ?? 3);
const seed = seedFrom(process.env.SOAK_SEED);

/** Two people with three pages each, and one with two. */
const writers = [
  ...Array.from({ length: 3 }, () => 'hulpverlener.debrug' as const),
  ...Array.from({ length: 3 }, () => 'hulpverlener.noordster' as const),
  ...Array.from({ length: 2 }, () => 'hulpverlener.hetbaken' as const),
];

/** Memory of the process that no file stands behind, in MiB: what the store has mapped is the system's to take back. */
function memoryOf({ pid }: Program): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/^RssAnon:\s+(\d+) kB$/m.exec(status)?.[1]) / 1024;
}

const firstMatch = (text: string, pattern: RegExp): string => {
  const found = pattern.exec(text)?.[1];
  if (!found) throw new Error(`${pattern} is not there`);
  return found;
};

/** Brings Het Baken into the demo's plan, as its people would; answers the plan's id. */
async function admitThird(owner: Visitor): Promise<string> {
  const id = firstMatch((await owner.get(paths.plans())).text, /href="\/plans\/([0-9a-f-]{36})"/);
  const consents = await owner.get(paths.caseConsents({ id }));
  const informant = firstMatch(consents.text, /<select[^>]+name="informedBy"><option value="([^"]+)"/);
  const today = { clock: clockAt(new Date()) } as TestApp;
  await owner.post(paths.caseConsents({ id }), consentFor(today, informant, ['demo-het-baken']));
  const members = await owner.get(paths.caseMembers({ id }));
  const person = firstMatch(members.text, /<option value="([^"@]+@demo-het-baken)"/);
  expect((await owner.post(paths.caseMembers({ id }), { person })).status).to.equal(303);
  return id;
}

function verifyActs(directory: string): Promise<string> {
  const env = { PATH: process.env.PATH, DATA_DIR: join(directory, 'data'), KEY_DIR: join(directory, 'keys') };
  const cwd = fileURLToPath(new URL('../../', import.meta.url));
  return new Promise((resolve, reject) => {
    execFile(
      process.execPath,
      ['server/run.js', 'verify'],
      { cwd, env, timeout: 60_000 },
      (error, out, err) => (error ? reject(new Error(`${error.message}\n${out}${err}`)) : resolve(out)),
    );
  });
}

describe(`a plan in which ${writers.length} pages write for ${minutes} minutes (SOAK_SEED=${seed})`, function () {
  this.timeout(minutes * 60_000 + 300_000);
  const directory = mkdtempSync(join(tmpdir(), 'schakel-soak-'));
  const ledger = new Ledger();
  const pages: SoakPage[] = [];
  const memory: number[] = [];
  let program: Program;
  let owner: Visitor;
  let planId: string;

  before(async () => {
    program = await startProgram(directory, await freePort());
    owner = await signInAs(program, 'hulpverlener.debrug');
    planId = await admitThird(owner);
    for (const [index, name] of writers.entries()) {
      const visitor = await signInAs(program, name);
      const chance = chanceFrom(`${seed} page ${index}`);
      pages.push(new SoakPage(`p${index}`, { program, visitor, planId, ledger, chance }));
    }
  });
  after(async () => {
    for (const page of pages) page.close();
    await program?.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  /** Every second: what the program holds, and pages look at each other's records. */
  async function watch(until: number): Promise<void> {
    while (Date.now() < until) {
      await new Promise((resolve) => setTimeout(resolve, 1000));
      memory.push(memoryOf(program));
      const [one, other] = [
        pages[memory.length % pages.length]!,
        pages[(memory.length * 3 + 1) % pages.length]!,
      ];
      one.share(other);
    }
  }

  it('all pages, at the end of it, show the same text, and everything acknowledged is in it once', async () => {
    const until = Date.now() + minutes * 60_000;
    await Promise.all([watch(until), ...pages.map((page) => page.live(until))]);
    await within(60_000, 'saving everything', Promise.all(pages.map((page) => page.settle())));
    expect(pages.map((page) => page.ended)).to.deep.equal(pages.map(() => ''));
    const fresh = new SoakPage('fresh', {
      program,
      visitor: owner,
      planId,
      ledger: new Ledger(),
      chance: chanceFrom(seed),
    });
    pages.push(fresh);
    await within(60_000, 'a fresh page', fresh.settle());
    const agree = async (): Promise<void> => {
      const text = () => new Set(pages.map((page) => page.lines().join('\n')));
      while (text().size > 1) await new Promise((resolve) => setTimeout(resolve, 50));
    };
    await within(60_000, 'showing the same', agree());
    const starts = fresh.lines().flatMap((line) => /^(p\d+:\d+;)/.exec(line)?.[1] ?? []);
    expect(starts, 'nothing twice').to.have.length(new Set(starts).size);
    expect(
      [...ledger.lines].filter((line) => !starts.includes(line)),
      'missing',
    ).to.deep.equal([]);
    expect(ledger.lines.size).to.be.greaterThan(minutes * 60);
    console.log(
      `      ${ledger.lines.size} lines, ${ledger.values.size} values, ${ledger.conflicts} conflicts`,
    );
  });

  it('every goal, action and value, acknowledged meanwhile, is there in its last version, and none is two', async () => {
    const { goals } = JSON.parse((await owner.get(paths.planExport({ id: planId }))).text) as {
      goals: { id: string; ownWords: string; actions: { id: string; what: string }[] }[];
    };
    const shown = new Map<string, string>();
    for (const goal of goals) {
      shown.set(`${goal.id} ownWords`, goal.ownWords);
      for (const action of goal.actions) shown.set(`${action.id} what`, action.what);
    }
    expect(ledger.doubled).to.deep.equal([]);
    const last = new Map<string, { version: number; value: string }>();
    for (const [key, value] of ledger.values) {
      const [id, name, number] = key.split(' ');
      const known = last.get(`${id} ${name}`);
      if (!known || known.version < Number(number))
        last.set(`${id} ${name}`, { version: Number(number), value });
    }
    expect([...last.keys()].map((key) => [key, shown.get(key)])).to.deep.equal(
      [...last].map(([key, { value }]) => [key, value]),
    );
    expect(last.size).to.equal(ledger.records.size).and.to.be.greaterThan(2);
    // Versions go up by one: as many acknowledgements as versions, none is missing in between.
    const total = [...last.values()].reduce((sum, { version }) => sum + version, 0);
    expect(ledger.values.size).to.equal(total);
  });

  it('the chain of acts, verified by the command while the program runs, holds', async () => {
    const said = await verifyActs(directory);
    expect(said).to.contain('The chain holds.');
    expect(Number(/^(\d+) acts checked/.exec(said)?.[1])).to.be.greaterThan(ledger.values.size);
    console.log(`      ${said.split('\n')[0]}`);
  });

  it('the memory of the program, from the first minute to the end, stays within bounds', () => {
    const from = Math.min(60, Math.floor(memory.length / 3));
    const most = (values: number[]): number => Math.max(...values);
    const early = most(memory.slice(from - 10, from + 10));
    const late = most(memory.slice(-20));
    console.log(`      ${early.toFixed()} MiB after ${from} s, ${late.toFixed()} MiB at the end`);
    expect(late).to.be.lessThan(early * 1.5 + 100);
  });
});
