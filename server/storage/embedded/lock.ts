import {
  linkSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  utimes,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

/** Another process uses the data directory. */
export class StoreInUse extends Error {
  readonly expected = true;
  readonly pid: number;
  constructor(directory: string, pid: number) {
    super(
      `The data directory ${directory} is in use by process ${pid}; stop that process, or choose another directory`,
    );
    this.pid = pid;
  }
}

const HEARTBEAT_MS = 2_000;
/** A process that has not touched its lock for so long is gone, or has not had a turn for five heartbeats. */
const SILENCE_MS = 10_000;

interface Holder {
  pid: number;
  /** When that process started, as the kernel counts: process ids are used again. */
  started: string;
  /** The system (and process namespace) in which `pid` means something. */
  system: string;
  /** Where the store listens: the path of a socket, or a port of this machine. Absent while it is not known. */
  listens?: string | number | undefined;
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

/** Empty where the system does not say. */
function startOf(pid: number): string {
  // The process name may hold anything, parentheses included: count the fields from behind it.
  const stat = read(`/proc/${pid}/stat`);
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
}

function thisSystem(): string {
  const boot = read('/proc/sys/kernel/random/boot_id')?.trim() ?? '';
  try {
    return `${boot} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return boot;
  }
}

/** Undefined when that cannot be seen from here: the holder lives in another container on this machine. */
function runs({ pid, started, system }: Holder): boolean | undefined {
  if (system.split(' ')[0] !== thisSystem().split(' ')[0]) return false;
  if (system !== thisSystem()) return undefined;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  return started === startOf(pid);
}

/** A holder that cannot be seen shows itself by touching its lock. */
async function touches(path: string): Promise<boolean> {
  const before = lastTouched(path);
  for (let waited = 0; waited < SILENCE_MS; waited += HEARTBEAT_MS / 4) {
    await new Promise((resolve) => setTimeout(resolve, HEARTBEAT_MS / 4));
    if (lastTouched(path) !== before) return true;
  }
  return false;
}

function lastTouched(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

function parse(text: string | undefined): Holder | undefined {
  try {
    return text === undefined ? undefined : (JSON.parse(text) as Holder);
  } catch {
    return undefined;
  }
}

/** Where whoever holds this directory listens; a holder that was killed may have left this behind. */
export function listensAt(directory: string): string | number | undefined {
  return parse(read(join(directory, 'lock')))?.listens;
}

/**
 * Takes the exclusive use of a data directory; a lock whose process is gone is taken over. `listens` is told to
 * programs that want to reach whoever holds it.
 * @returns the function that gives it back
 * @throws StoreInUse
 */
export async function lockDirectory(
  directory: string,
  listens?: string | number | undefined,
): Promise<() => void> {
  const path = join(directory, 'lock');
  const mine = `${path}.${process.pid}.${Math.random().toString(36).slice(2)}`;
  const holder: Holder = { pid: process.pid, started: startOf(process.pid), system: thisSystem(), listens };
  const text = JSON.stringify(holder);
  try {
    writeFileSync(mine, text);
    for (let attempt = 0; attempt < 10; attempt++) {
      if (tryLink(mine, path)) return holding(path, text);
      const found = read(path);
      const known = parse(found);
      if (known && (runs(known) ?? (await touches(path)))) throw new StoreInUse(directory, known.pid);
      if (found !== undefined) takeAway(path, `${mine}.stale`, found);
    }
    throw new StoreInUse(directory, 0);
  } finally {
    rmSync(mine, { force: true });
  }
}

function holding(path: string, text: string): () => void {
  const heartbeat = setInterval(() => {
    const now = new Date();
    // Whoever holds an open store must not fail because the directory is briefly out of reach.
    utimes(path, now, now, () => {});
  }, HEARTBEAT_MS);
  heartbeat.unref();
  return () => {
    clearInterval(heartbeat);
    release(path, text);
  };
}

/** A link appears with its content at once or not at all. */
function tryLink(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Only one process can rename a stale lock away; if meanwhile it became someone's, it is put back. */
function takeAway(path: string, aside: string, expected: string): void {
  try {
    renameSync(path, aside);
  } catch {
    return;
  }
  if (read(aside) !== expected) tryLink(aside, path);
  rmSync(aside, { force: true });
}

function release(path: string, text: string): void {
  if (read(path) === text) rmSync(path, { force: true });
}
