import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { reportTimes } from './figures.ts';

const ROUNDS = 7;
const root = fileURLToPath(new URL('../', import.meta.url));

function untilSays(child: ChildProcess, words: string): Promise<void> {
  return new Promise((resolve, reject) => {
    child.stdout!.on('data', (text) => String(text).includes(words) && resolve());
    child.once('exit', () => reject(new Error(`it ended without saying ${words}`)));
  });
}

async function start(directory: string): Promise<number> {
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
  await untilSays(child, 'Schakel: http');
  const took = performance.now() - began;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
  return took;
}

async function bareRuntime(): Promise<number> {
  const began = performance.now();
  await once(spawn(process.execPath, ['-e', '0']), 'exit');
  return performance.now() - began;
}

/** A first start (store made, reference data loaded) and later starts of the same program, beside the bare runtime. */
export async function starts(): Promise<void> {
  const times = {
    'bare runtime': [] as number[],
    'first start': [] as number[],
    'second start': [] as number[],
  };
  const warmUp = mkdtempSync(join(tmpdir(), 'schakel-bench-'));
  await start(warmUp); // bundles, once
  rmSync(warmUp, { recursive: true });
  for (let round = 0; round < ROUNDS; round += 1) {
    const directory = mkdtempSync(join(tmpdir(), 'schakel-bench-'));
    times['bare runtime'].push(await bareRuntime());
    times['first start'].push(await start(directory));
    times['second start'].push(await start(directory));
    rmSync(directory, { recursive: true });
  }
  reportTimes(times, 'second start');
}
