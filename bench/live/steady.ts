import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Contender, Running } from './contenders.ts';
import type { Plan } from './fixture.ts';
import { Latencies } from './latencies.ts';
import type { FromLoad, Load, Outcome } from './load.ts';
import { busySeconds, cpuSeconds, now, pause, residentMegabytes } from './machine.ts';

/** One run under load. Times in milliseconds, memory in megabytes, CPU in seconds for 1,000 deliveries. */
export interface Figures {
  delivered: number;
  p50: number;
  p99: number;
  savedP50: number;
  savedP99: number;
  web: number;
  store: number;
  /** What the web process has in memory above what it had before anybody came. */
  grown: number;
  lost: number;
  diverged: number;
  /** Share of what was written that came within the window. */
  share: number;
  /** How busy others kept the machine: percent of one core. */
  others: number;
  lateness: number;
  /** How busy the load process was, percent of one core. */
  load: number;
  editsPerSecond: number;
}

interface Reading {
  web: number;
  store: number;
  busy: number;
  own: number;
  resident: number;
}

function read({ web, store }: Running): Reading {
  const { user, system } = process.cpuUsage();
  return {
    web: cpuSeconds(web),
    store: store ? cpuSeconds(store) : 0,
    busy: busySeconds(),
    own: (user + system) / 1e6,
    resident: residentMegabytes(web),
  };
}

/** Loads a server that runs. `idle` is what its web process had in memory when it had started. */
export async function measure(running: Running, idle: number, load: Omit<Load, 'way'>): Promise<Figures> {
  const child = fork(fileURLToPath(new URL('./load.ts', import.meta.url)), {
    execArgv: ['--import', 'tsx', '--max-old-space-size=4096'],
  });
  let before: Reading | undefined;
  let after: Reading | undefined;
  const outcome = await new Promise<Outcome>((resolve, reject) => {
    child.on('message', (message: FromLoad) => {
      if (message.type === 'from') before = read(running);
      else if (message.type === 'to') after = read(running);
      else resolve(message.outcome);
    });
    child.once('exit', (code) => reject(new Error(`the load ended with ${code}`)));
    child.send({ ...load, way: running.way } satisfies Load);
  });
  return figuresOf(outcome, before!, after!, idle, load.documents);
}

function figuresOf(
  outcome: Outcome,
  before: Reading,
  after: Reading,
  idle: number,
  plans: Load['documents'],
) {
  const { sent, delivered, windowSeconds } = outcome;
  const thousands = delivered / 1000;
  const delivery = new Latencies(outcome.delivery);
  const saved = new Latencies(outcome.saved);
  const web = after.web - before.web;
  const store = after.store - before.store;
  const ours = web + store + outcome.cpuSeconds + after.own - before.own;
  return {
    delivered: delivered / windowSeconds,
    p50: delivery.quantile(0.5),
    p99: delivery.quantile(0.99),
    savedP50: saved.quantile(0.5),
    savedP99: saved.quantile(0.99),
    web: web / thousands,
    store: store / thousands,
    grown: after.resident - idle,
    lost: outcome.lost,
    diverged: outcome.diverged,
    share: delivered / (sent * (plans[0]!.cookies.length - 1)),
    others: ((after.busy - before.busy - ours) / windowSeconds) * 100,
    lateness: outcome.lateness,
    load: (outcome.cpuSeconds / windowSeconds) * 100,
    editsPerSecond: sent / windowSeconds,
  };
}

export const documentsOf = (plans: Plan[]): Load['documents'] =>
  plans.map(({ name, cookies }) => ({ name, cookies }));

/** Medians are of so many rounds; `LIVE_ROUNDS=1` for a first look. */
export const rounds = Number(process.env.LIVE_ROUNDS ?? 3);

const quietCores = 0.3;

/** Waits until others leave the machine alone for a second, or for so many seconds. */
export async function quiet(seconds: number): Promise<void> {
  for (const end = now() + seconds * 1000; now() < end; ) {
    const before = busySeconds();
    await pause(1000);
    if (busySeconds() - before < quietCores) return;
  }
}

/** Starts a server, loads it once, and stops it. */
export async function runOnce(contender: Contender, load: Omit<Load, 'way'>): Promise<Figures> {
  const running = await contender.start();
  try {
    await quiet(8);
    return await measure(running, residentMegabytes(running.web), load);
  } finally {
    await running.stop();
  }
}
