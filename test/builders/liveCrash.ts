import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import fc from 'fast-check';
import { openPage, type Page, until } from '../live/pages.ts';
import { linesOf, writeLine } from '../live/prose.ts';
import { aPerson } from '../live/world.ts';
import { freePort } from './program.ts';

async function start(directory: string, port: number): Promise<{ child: ChildProcess; name: string }> {
  const child = fork(new URL('../live/crashServer.ts', import.meta.url), [directory, String(port)], {
    execArgv: ['--import', 'tsx'],
  });
  const [name] = (await once(child, 'message')) as [string];
  return { child, name };
}

/** A document has a size, so a long run takes several, one after the other. */
const roundsOfOne = 50;

/**
 * Kills the live server with -9 while two people write: everything acknowledged is there, nothing is doubled.
 * @returns how many lines were acknowledged
 */
export async function liveCrashRounds(rounds: number, seed: number): Promise<number> {
  const lengths = fc.sample(fc.integer({ min: 15, max: 60 }), { numRuns: rounds, seed });
  let acknowledged = 0;
  for (let from = 0; from < rounds; from += roundsOfOne)
    acknowledged += await killedInOne(lengths.slice(from, from + roundsOfOne));
  return acknowledged;
}

async function killedInOne(lengths: number[]): Promise<number> {
  const directory = await mkdtemp(join(tmpdir(), 'live-crash-'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const acknowledged = new Set<string>();
  const written = new Set<string>();
  let { child, name } = await start(directory, port);
  const stays: Page = openPage(url, aPerson('an'), name);
  let staysWrote: string[] = [];
  await until(() => stays.isSaved());

  for (const [round, length] of lengths.entries()) {
    const leaves = openPage(url, aPerson('bo', `round-${round}`), name);
    let leavesWrote: string[] = [];
    await until(() => leaves.isSaved() && stays.isSaved());
    for (let number = 0; number < length; number++) {
      staysWrote.push(`an-${round}-${number}`);
      writeLine(stays.doc, `an-${round}-${number}`);
      leavesWrote.push(`bo-${round}-${number}`);
      writeLine(leaves.doc, `bo-${round}-${number}`);
      await new Promise((resolve) => setImmediate(resolve));
      // Unsaved changes are the last ones, so everything before them was acknowledged.
      const sure = leavesWrote.splice(0, leavesWrote.length - leaves.provider.status.unsaved);
      for (const text of sure) acknowledged.add(text);
    }
    child.kill('SIGKILL');
    await once(child, 'exit');
    for (const text of leavesWrote.splice(0, leavesWrote.length - leaves.provider.status.unsaved)) {
      acknowledged.add(text);
    }
    for (const text of leavesWrote) written.add(text);
    // This page is gone with its browser; the other one is still there and comes back by itself.
    leaves.close();
    leavesWrote = [];
    ({ child, name } = await start(directory, port));
    await until(() => stays.isSaved());
    for (const text of staysWrote) acknowledged.add(text);
    staysWrote = [];
  }

  const late = openPage(url, aPerson('cas'), name);
  await until(() => late.isSaved());
  const lines = linesOf(late.doc);
  const there = new Set(lines);
  expect(lines).to.have.length(there.size);
  expect([...acknowledged].filter((text) => !there.has(text))).to.deep.equal([]);
  expect(lines.filter((text) => !acknowledged.has(text) && !written.has(text))).to.deep.equal([]);
  expect(linesOf(stays.doc)).to.deep.equal(lines);
  expect(acknowledged.size).to.be.greaterThan(lengths.length * 15);
  stays.close();
  late.close();
  child.kill('SIGKILL');
  await once(child, 'exit');
  await rm(directory, { recursive: true });
  return acknowledged.size;
}
