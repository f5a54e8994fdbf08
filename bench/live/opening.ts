import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as Y from 'yjs';
import { rootName } from '../../public/scripts/live/protocol.ts';
import { median, short, spread, table } from '../figures.ts';
import { open } from './clients.ts';
import { type Running, startSchakel } from './contenders.ts';
import type { Fixture, Plan } from './fixture.ts';
import { now, pause } from './machine.ts';
import { rounds } from './steady.ts';

const warmTimes = 5;
/** Milliseconds until it came. */
const aims = { warm: 75, cold: 150 };

interface Opened {
  /** Milliseconds until the document had come, and until a Yjs document held it. */
  came: number;
  held: number;
  kilobytes: number;
}

/** Connects, joins and takes the document in, as a page that is loaded does. */
async function openOnce({ way }: Running, { name, cookies }: Plan): Promise<Opened> {
  const began = now();
  const doc = new Y.Doc();
  const client = await open(way, { document: name, cookie: cookies[0]!, clientId: doc.clientID });
  const came = now() - began;
  doc.transact(() => {
    for (const update of client.state) Y.applyUpdate(doc, update);
  });
  const held = now() - began;
  if (doc.getXmlFragment(rootName).length === 0) throw new Error('the document came empty');
  client.close();
  return { came, held, kilobytes: client.state.reduce((sum, one) => sum + one.byteLength, 0) / 1000 };
}

/** A document with 100,000 edits behind it: on a server that has it open, and on one that was just started. */
export async function opening(fixture: Fixture): Promise<void> {
  const plan = fixture.histories.get(100_000)!;
  const directory = mkdtempSync(join(tmpdir(), 'schakel-bench-'));
  cpSync(fixture.directory, directory, { recursive: true });
  const cold: Opened[] = [];
  const warm: Opened[] = [];
  for (let round = 0; round < rounds; round++) {
    const running = await startSchakel(directory);
    await pause(1000);
    cold.push(await openOnce(running, plan));
    for (let time = 0; time < warmTimes; time++) warm.push(await openOnce(running, plan));
    await running.stop();
  }
  rmSync(directory, { recursive: true, force: true });
  const row = (name: keyof typeof aims, all: Opened[]): string[] => [
    name,
    spread(all.map(({ came }) => came)),
    short(median(all.map(({ came }) => came)) / aims[name]),
    spread(all.map(({ held }) => held)),
    spread(all.map(({ kilobytes }) => kilobytes)),
  ];
  const head = ['opening 100,000 edits', 'ms until it came', 'x aim', 'ms until in a Y.Doc', 'KB'];
  console.log(table(head, [row('warm', warm), row('cold', cold)]));
}
