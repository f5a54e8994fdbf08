import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { killStore } from '../storage/aStore.ts';
import { demoPassword } from './app.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

/** The real program as a process of its own, as `npm run demo` starts it. */
export interface Program {
  address: string;
  pid: number;
  /** Everything it printed and logged. */
  output(): string;
  /** kill -9 for it and its store at once: resolves when the process is gone. */
  kill(): Promise<void>;
  /** kill -9 for its store alone, which it starts again. */
  killStore(): void;
  /** Asks it to stop (SIGTERM); resolves with its exit code. */
  stop(): Promise<number | null>;
}

/** Starts the demo on this directory and port. @throws with its output when it ends before it listens. */
export async function startProgram(...start: Parameters<typeof launchProgram>): Promise<Program> {
  const program = launchProgram(...start);
  await program.ready;
  return program;
}

/** The same without waiting until it listens: for who wants to kill it earlier. */
export function launchProgram(
  directory: string,
  port: number,
  settings: Record<string, string> = {},
): Program & { ready: Promise<void> } {
  const env = {
    PATH: process.env.PATH,
    HOST: '127.0.0.1',
    PORT: String(port),
    DATA_DIR: join(directory, 'data'),
    KEY_DIR: join(directory, 'keys'),
    DEMO_PASSWORD: demoPassword,
    LOG_LEVEL: 'error',
    ...settings,
  };
  const store = join(env.DATA_DIR, 'store');
  const child = spawn(process.execPath, ['server/run.js', 'start', '--demo'], {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += text));
  const ended = once(child, 'exit') as Promise<[number | null]>;
  const end = async (signal: NodeJS.Signals): Promise<number | null> => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    return (await ended)[0];
  };
  const ready = listening(child, ended, () => output);
  ready.catch(() => {}); // whoever waits for it is told
  return {
    ready,
    address: `http://127.0.0.1:${port}`,
    pid: child.pid!,
    output: () => output,
    kill: async () => {
      const ending = end('SIGKILL');
      killStore(store);
      await ending;
    },
    killStore: () => killStore(store),
    stop: () => end('SIGTERM'),
  };
}

function listening(child: ChildProcess, ended: Promise<unknown>, output: () => string): Promise<void> {
  return new Promise((resolve, reject) => {
    child.stdout?.on('data', () => /Schakel: http/.test(output()) && resolve());
    ended.then(() => reject(new Error(`the program ended:\n${output()}`)), reject);
  });
}
