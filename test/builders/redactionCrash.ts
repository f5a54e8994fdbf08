import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import fc from 'fast-check';
import { liveEpochsOf } from '../../models/LiveEpoch.ts';
import { liveRedactionsOf } from '../../models/LiveRedaction.ts';
import { unframe } from '../../public/scripts/live/frames.ts';
import { createLog } from '../../server/live/log.ts';
import { wordsIn } from '../../server/live/redaction/rewriting.ts';
import { openPage, until } from '../live/pages.ts';
import { linesOf, writeLine } from '../live/prose.ts';
import { aPerson, startShelter } from '../live/world.ts';
import { freePort } from './program.ts';

async function start(directory: string, port: number): Promise<{ child: ChildProcess; name: string }> {
  const child = fork(new URL('../live/redactionCrashServer.ts', import.meta.url), [directory, String(port)], {
    execArgv: ['--import', 'tsx'],
  });
  const [name] = (await once(child, 'message')) as [string];
  return { child, name };
}

/**
 * Kills a server while it redacts, again and again on the same document, and looks each time whether it was done to
 * everything that is stored or to nothing.
 * @returns how often it was done before the server was killed
 */
export async function redactionCrashRounds(rounds: number, seed: number): Promise<number> {
  const directory = await mkdtemp(join(tmpdir(), 'redaction-crash-'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  // From before it writes anything until long after it has.
  const delays = fc.sample(fc.integer({ min: 0, max: 300 }), { numRuns: rounds, seed });
  const kept: string[] = [];
  let redacted = 0;
  for (const [round, delay] of delays.entries()) {
    const { child, name } = await start(directory, port);
    const page = openPage(url, aPerson('an'), name);
    await until(() => page.isSaved());
    const secret = `geheim-${round}-zwaluw`;
    for (let line = 0; line < 20; line++) {
      const text = line % 4 === 0 ? `${round}-${line} ${secret} rest` : `${round}-${line} gewoon`;
      writeLine(page.doc, text);
      await until(() => page.isSaved() && page.provider.status.unsaved === 0);
    }
    child.send(secret);
    expect(await once(child, 'message')).to.include('begun');
    await pause(delay);
    child.kill('SIGKILL');
    await once(child, 'exit');
    page.close();

    const shelter = await startShelter(directory);
    const { connection, keys } = shelter;
    const cipher = await keys.create('case-1');
    const { checkpoint } = await createLog(connection).load(name, cipher);
    const updates = [...(checkpoint ? [checkpoint.update] : [])];
    for await (const commits of createLog(connection).each(name, 0, cipher))
      for (const commit of commits) updates.push(...unframe(commit.updates));
    const left = updates.reduce((count, update) => count + wordsIn(update, [secret]).length, 0);
    const redactions = await liveRedactionsOf(connection).countDocuments({ document: name });
    const isDone = redactions > redacted;
    expect(left > 0, `round ${round}: all or nothing`).to.equal(!isDone);
    const epoch = await liveEpochsOf(connection).findById(name).lean();
    expect(Boolean(epoch?.epoch)).to.equal(redactions > 0);
    redacted = redactions;
    await shelter.close();
    for (let line = 0; line < 20; line++) {
      const words = isDone ? '' : secret;
      kept.push(line % 4 === 0 ? `${round}-${line} ${words} rest` : `${round}-${line} gewoon`);
    }
    const again = await start(directory, port);
    const late = openPage(url, aPerson('bo'), again.name);
    await until(() => late.isSaved());
    expect(linesOf(late.doc)).to.deep.equal(kept);
    late.close();
    again.child.kill('SIGKILL');
    await once(again.child, 'exit');
  }
  await rm(directory, { recursive: true });
  return redacted;
}
