import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { demoPassword } from './app.ts';
import { keepAnEyeOn } from './failures.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** The demo as its own process, so that it can be killed as a power cut would. */
export interface RunningDemo {
  address: string;
  /** kill -9, and start again on the same data and port. */
  crash(): Promise<void>;
  kill(): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

export async function runDemo(): Promise<RunningDemo> {
  const directory = mkdtempSync(join(tmpdir(), 'schakel-browser-'));
  const port = await freePort();
  const address = `http://127.0.0.1:${port}`;
  let child: ChildProcess | null = null;
  const start = async (): Promise<void> => {
    child = spawn(process.execPath, ['server/run.js', 'start', '--demo'], {
      cwd: root,
      env: {
        ...process.env,
        PORT: String(port),
        DATA_DIR: join(directory, 'data'),
        KEY_DIR: join(directory, 'keys'),
        DEMO_PASSWORD: demoPassword,
        LOG_LEVEL: 'error',
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await new Promise<void>((resolve, reject) => {
      child!.stdout!.on('data', (text) => String(text).includes(address) && resolve());
      child!.once('exit', (code) => reject(new Error(`the demo ended with ${code}`)));
    });
  };
  const end = async (signal: 'SIGKILL' | 'SIGTERM'): Promise<void> => {
    if (!child || child.exitCode !== null || child.signalCode) return;
    const exited = once(child, 'exit');
    child.kill(signal);
    await exited;
  };
  await start();
  return {
    address,
    start,
    kill: () => end('SIGKILL'),
    crash: async () => {
      await end('SIGKILL');
      await start();
    },
    stop: async () => {
      await end('SIGTERM');
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

const quiet = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

let shared: Promise<Browser> | null = null;

/**
 * Debian's Chromium without windows of its own: the same pages for half the work, as the whole one draws the tabs and
 * buttons of every window too. Where only the whole one is, that.
 */
const shell = '/usr/bin/chromium-headless-shell';
const executablePath = process.env.CHROMIUM_PATH ?? (existsSync(shell) ? shell : '/usr/bin/chromium');

/**
 * Chromium without any of its own conversations with the outside. A worker of a parallel run has one for all
 * its files, as starting it takes longer than many a test: closing it there closes its windows, and it ends with the
 * worker.
 */
export async function openBrowser(): Promise<Browser> {
  if (!process.env.MOCHA_WORKER_ID) return launched();
  if (!(await shared)?.isConnected()) shared = launched().then(closingWindowsOnly);
  return shared!;
}

const launched = (): Promise<Browser> =>
  chromium.launch({
    executablePath,
    args: quiet,
  });

const closingWindowsOnly = (browser: Browser): Browser =>
  Object.assign(browser, {
    close: async () => {
      for (const context of browser.contexts()) await context.close();
    },
  });

/** A browser whose profile stays on disk: closed and opened again, it knows what it knew. */
export async function openProfile(directory: string, address: string): Promise<Visitor> {
  const context = await chromium.launchPersistentContext(directory, {
    executablePath,
    args: quiet,
    baseURL: address,
    viewport: { width: 1280, height: 900 },
    locale: 'nl-BE',
  });
  const page = context.pages()[0] ?? (await context.newPage());
  const complaints = complaintsOf(page);
  keepAnEyeOn(page, complaints);
  return { page, context, complaints };
}

/** What the browser complains about on this page, but for the network. */
function complaintsOf(page: Page): string[] {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    const network = /Failed to load resource|WebSocket|ERR_/.test(message.text());
    if (message.type() === 'error' && !network) complaints.push(message.text());
  });
  return complaints;
}

export interface Visitor {
  page: Page;
  context: BrowserContext;
  /** What the browser complained about: refused by the content security policy, script errors. */
  complaints: string[];
}

export interface VisitOptions {
  width?: number;
  language?: string;
  script?: boolean;
}

/** A browser of its own for this person, signed in; nobody for an empty name. */
export async function visit(
  browser: Browser,
  address: string,
  who: string,
  options: VisitOptions = {},
): Promise<Visitor> {
  const context = await browser.newContext({
    baseURL: address,
    viewport: { width: options.width ?? 1280, height: 900 },
    locale: options.language ?? 'nl-BE',
    javaScriptEnabled: options.script ?? true,
  });
  const page = await context.newPage();
  const complaints = complaintsOf(page);
  keepAnEyeOn(page, complaints);
  if (who) await signIn(page, who);
  return { page, context, complaints };
}

export async function signIn(page: Page, who: string): Promise<void> {
  await page.goto('/sign-in');
  await page.fill('[name=email]', `${who}@demo.example`);
  await page.fill('[name=password]', demoPassword);
  await page.click('main form button.btn--main');
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
}
