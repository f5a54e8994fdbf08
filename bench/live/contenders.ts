import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Way } from './clients.ts';
import type { Fixture } from './fixture.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
/** `npm install --prefix node_modules/.cache/bench @hocuspocus/server @hocuspocus/extension-sqlite @y/websocket-server` */
const peers = join(root, 'node_modules/.cache/bench');

/** A server that runs, in processes of its own. */
export interface Running {
  way: Way;
  /** The process that serves the sockets. */
  web: number;
  /** The process that keeps the data, where that is another one. */
  store: number | null;
  stop(): Promise<void>;
}

export interface Contender {
  name: string;
  start(): Promise<Running>;
}

/** Everything that runs was started here, and ends with this process. */
const children = new Set<ChildProcess>();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
process.on('exit', () => {
  for (const child of children) child.kill('SIGKILL');
});

interface Child {
  pid: number;
  /** What it said, from the first match of the pattern it was waited for with. */
  said: string;
  stop(): Promise<void>;
}

/** Runs Node on these arguments and waits until it says something. */
async function run(args: string[], options: { until: RegExp; env?: Record<string, string> }): Promise<Child> {
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...process.env, NODE_ENV: 'production', ...options.env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.add(child);
  const ended = once(child, 'exit').finally(() => children.delete(child));
  const said = await new Promise<string>((resolve, reject) => {
    let output = '';
    child.stdout.on('data', (text) => {
      output += text;
      const [, found] = options.until.exec(output) ?? [];
      if (found !== undefined) resolve(found);
    });
    ended.then(() => reject(new Error(`it ended before it listened:\n${output}`)), reject);
  });
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    await ended;
  };
  return { pid: child.pid!, said, stop };
}

const portOf = (address: string): number => Number(new URL(address).port);

/** The whole application as `npm start` runs it, on a copy of the fixture; its store is a process of its own. */
export function schakel(fixture: Pick<Fixture, 'directory'>, nodeArguments: string[] = []): Contender {
  return {
    name: 'Schakel',
    async start() {
      const directory = mkdtempSync(join(tmpdir(), 'schakel-bench-'));
      cpSync(fixture.directory, directory, { recursive: true });
      const running = await startSchakel(directory, nodeArguments);
      const stop = async (): Promise<void> => {
        await running.stop();
        rmSync(directory, { recursive: true, force: true });
      };
      return { ...running, stop };
    },
  };
}

export async function startSchakel(directory: string, nodeArguments: string[] = []): Promise<Running> {
  const data = join(directory, 'data');
  const env = {
    PORT: '0',
    DATA_DIR: data,
    KEY_DIR: join(directory, 'keys'),
    PUBLIC_URL: 'http://127.0.0.1',
    LOG_LEVEL: 'error',
  };
  const { pid, said, stop } = await run([...nodeArguments, 'server/run.js', 'start', '--demo'], {
    until: /Schakel: (http\S+)/,
    env,
  });
  const { store } = JSON.parse(readFileSync(join(data, 'store', 'lock'), 'utf8')) as {
    store: { pid: number };
  };
  return { way: { protocol: 'schakel', port: portOf(said) }, web: pid, store: store.pid, stop };
}

const servedBy = (name: string, protocol: Way['protocol'], args: string[]): Contender => ({
  name,
  async start() {
    const { pid, said, stop } = await run(args, { until: /listening (\S+)/ });
    return { way: { protocol, port: portOf(said) }, web: pid, store: null, stop };
  },
});

export const relay: Contender = servedBy('bare relay', 'relay', ['--import', 'tsx', 'bench/live/relay.ts']);

/** Servers of others, where they are installed; says which are not. */
export function others(): Contender[] {
  const peer = ['--import', 'tsx', 'bench/live/peer.ts'];
  const known = [
    { name: 'Hocuspocus', protocol: 'hocuspocus', module: '@hocuspocus/server' },
    { name: 'y-websocket', protocol: 'yWebsocket', module: '@y/websocket-server' },
  ] as const;
  return known.flatMap(({ name, protocol, module }) => {
    if (existsSync(join(peers, 'node_modules', module)))
      return servedBy(name, protocol, [...peer, protocol, peers]);
    console.log(`${name} is not installed (see bench/live/contenders.ts): left out`);
    return [];
  });
}
