import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startTestApp } from '../test/builders/app.ts';
import { everyone } from '../test/builders/people.ts';

/**
 * `npm run bench`: a first start (store made, reference data loaded) and later starts of the same program, in turns,
 * beside the bare runtime; refused sign-ins of known and unknown addresses. Reports medians and ratios; absolute times say more about the machine than about us.
 */
const rounds = 7;
const root = fileURLToPath(new URL('../', import.meta.url));

const median = (values: number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;

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

const times = {
  'bare runtime': [] as number[],
  'first start': [] as number[],
  'second start': [] as number[],
};
const warmUp = mkdtempSync(join(tmpdir(), 'schakel-bench-'));
await start(warmUp); // bundles, once
rmSync(warmUp, { recursive: true });
for (let round = 0; round < rounds; round += 1) {
  const directory = mkdtempSync(join(tmpdir(), 'schakel-bench-'));
  times['bare runtime'].push(await bareRuntime());
  times['first start'].push(await start(directory));
  times['second start'].push(await start(directory));
  rmSync(directory, { recursive: true });
}
report(times, 'second start');
await signIns();
await (await import('./live/live.ts')).live();

function report(measured: Record<string, number[]>, base: string): void {
  const one = median(measured[base]!);
  for (const [name, values] of Object.entries(measured)) {
    const ratio = (median(values) / one).toFixed(2);
    console.log(`${name.padEnd(24)} median ${median(values).toFixed(0).padStart(6)} ms   ${ratio} x ${base}`);
  }
}

/** A refused sign-in must cost the same for an address that exists and one that does not. In turns, one server. */
async function signIns(): Promise<void> {
  const app = await startTestApp({ demo: true });
  const form = await fetch(`${app.address}/sign-in`);
  const cookie = form.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');
  const token = /name="_csrf" value="([^"]+)"/.exec(await form.text())![1]!;
  const attempt = async (email: string): Promise<number> => {
    const body = new URLSearchParams({ _csrf: token, email, password: 'niet het goede wachtwoord' });
    const began = performance.now();
    await (await fetch(`${app.address}/sign-in`, { method: 'POST', body, headers: { cookie } })).text();
    return performance.now() - began;
  };
  const measured = { 'address with an account': [] as number[], 'address without': [] as number[] };
  for (let round = 0; round < 4 * rounds; round += 1) {
    app.clock.advance(3_600_000); // so that no lockout shortens an answer
    const known = everyone[round % everyone.length]!;
    measured['address with an account'].push(await attempt(`${known}@demo.example`));
    measured['address without'].push(await attempt(`nobody.${round}@demo.example`));
  }
  await app.close();
  report(measured, 'address without');
}
