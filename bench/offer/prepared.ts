import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { MongoClient } from 'mongodb';
import { startEmbeddedStore } from '../../server/storage/embedded/store.ts';
import type { Answers, Order } from './host.ts';
import type { MadeUpOffer } from './madeUp.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const collections: Record<keyof MadeUpOffer, string> = {
  organisations: 'organisations',
  sites: 'sites',
  careUnits: 'careunits',
  careModules: 'caremodules',
};
/** Documents that are written at once. */
const batch = 500;

/** Puts an offer into the data directory of an application that was never started. */
export async function fillStore(directory: string, offer: MadeUpOffer): Promise<void> {
  const store = await startEmbeddedStore({ dataDir: join(directory, 'data/store') });
  const client = await MongoClient.connect(store.uri);
  for (const [part, name] of Object.entries(collections) as [keyof MadeUpOffer, string][]) {
    const documents = offer[part] as unknown as Record<string, unknown>[];
    for (let at = 0; at < documents.length; at += batch)
      await client
        .db()
        .collection(name)
        .insertMany(documents.slice(at, at + batch));
  }
  await client.close();
  await store.close();
}

/** The application in a process that answers what the bench wants to know. */
export interface Host {
  address: string;
  /** Where the bare page is. */
  bare: string;
  ask<Kind extends Order['kind']>(order: Order & { kind: Kind }): Promise<Answers[Kind]>;
  close(): Promise<void>;
}

export async function startHost(directory: string): Promise<Host> {
  const child: ChildProcess = fork(new URL('./host.ts', import.meta.url), [directory], {
    execArgv: ['--import', 'tsx'],
  });
  const [begun] = (await once(child, 'message')) as [{ address: string; bare: string }];
  return {
    ...begun,
    ask: async (order) => {
      child.send(order);
      return (await once(child, 'message'))[0];
    },
    close: async () => {
      child.disconnect();
      await once(child, 'exit');
    },
  };
}

/** Milliseconds of the processor that a process and those it started have taken; 0 where that is not to be had. */
function processorOf(pid: number): number {
  try {
    const [, rest = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ');
    const [user, system] = rest.split(' ').slice(11, 13).map(Number);
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean);
    // A hundred ticks a second, everywhere that has /proc.
    return (user! + system!) * 10 + children.reduce((sum, child) => sum + processorOf(Number(child)), 0);
  } catch {
    return 0;
  }
}

/**
 * Milliseconds from starting the program, as an operator does, until a search on it gives what it has to: by the
 * clock, and of the processor, which says more on a machine that others use too.
 */
export async function untilSearchable(
  directory: string,
  text: string,
  wanted: string,
): Promise<{ took: number; cpu: number }> {
  const began = performance.now();
  const child = spawn(process.execPath, ['server/run.js', 'start'], {
    cwd: root,
    env: {
      ...process.env,
      PORT: '0',
      DATA_DIR: join(directory, 'data'),
      KEY_DIR: join(directory, 'keys'),
      LOG_LEVEL: 'error',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const address = await new Promise<string>((resolve, reject) => {
    let said = '';
    child.stdout!.on('data', (some) => {
      said += String(some);
      const found = /Schakel: (http\S+)/.exec(said);
      if (found) resolve(found[1]!);
    });
    child.once('exit', () => reject(new Error('it ended without listening')));
  });
  const page = await fetch(`${address}/offer?q=${encodeURIComponent(text)}`, {
    headers: { accept: 'text/html', 'accept-language': 'nl' },
  });
  const html = await page.text();
  const took = performance.now() - began;
  const cpu = processorOf(child.pid!);
  if (!html.includes(wanted)) throw new Error(`a search for ${text} does not show ${wanted}`);
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
  return { took, cpu };
}
