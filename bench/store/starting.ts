import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { median, table, whole } from '../figures.ts';
import { schakel } from './contenders.ts';

const MAIN = fileURLToPath(new URL('../../server/storage/embedded/main.ts', import.meta.url));
const ONCE = fileURLToPath(new URL('./startOnce.ts', import.meta.url));
const ROUNDS = 5;
const IDLE_MS = 3_000;

/** What a start costs, and what the store takes while nobody asks for anything, small beside large. */
export async function starting(sizes: number[]): Promise<void> {
  const places = [];
  for (const size of sizes) {
    const directory = mkdtempSync(join(tmpdir(), 'schakel-bench-'));
    const made = await schakel(directory, size);
    await made.close();
    places.push({ size, path: join(directory, 'schakel'), directory, times: [] as number[] });
  }
  for (let round = 0; round < ROUNDS; round++)
    for (const place of places) place.times.push(await firstAnswer(place.path));
  const base = median(places[0]!.times);
  const rows = [];
  for (const { size, path, times } of places) {
    const memory = await idleMemory(path);
    const megabytes = statSync(join(path, 'data.mdb')).size / 2 ** 20;
    rows.push([
      `${whole(size)} rows, ${whole(megabytes)} MB`,
      `${median(times).toFixed(0)} ms`,
      `${(median(times) / base).toFixed(2)} x`,
      `${whole(memory.resident)} MB`,
      `${whole(memory.file)} MB`,
    ]);
  }
  for (const { directory } of places) rmSync(directory, { recursive: true });
  console.log(
    `\nfrom the call that starts the store to its first answer (median of ${ROUNDS}); then idle, alone`,
  );
  console.log(table(['', 'start', 'ratio', 'resident', 'of it mapped files'], rows));
}

function run(script: string, args: string[]): { child: ChildProcess; line: Promise<string> } {
  const child = spawn(process.execPath, ['--import', 'tsx', script, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const line = once(createInterface(child.stdout!), 'line').then(([text]) => String(text));
  return { child, line };
}

async function firstAnswer(path: string): Promise<number> {
  const { child, line } = run(ONCE, [path]);
  const took = Number(await line);
  if (child.exitCode === null) await once(child, 'exit');
  return took;
}

/** Megabytes of the store's process when it has been left alone for a while. */
async function idleMemory(path: string): Promise<{ resident: number; file: number }> {
  const { child, line } = run(MAIN, ['--data', path]);
  await line;
  await pause(IDLE_MS);
  const { store } = JSON.parse(readFileSync(join(path, 'lock'), 'utf8')) as { store: { pid: number } };
  const status = readFileSync(`/proc/${store.pid}/status`, 'utf8');
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
  const megabytes = (name: string) =>
    Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]) / 1024;
  return { resident: megabytes('VmRSS'), file: megabytes('RssFile') };
}
