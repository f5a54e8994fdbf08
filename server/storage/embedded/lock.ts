import {
  closeSync,
  linkSync,
  openSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  utimes,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

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
/** How often a process that is about to end is looked at. */
const ENDING_MS = 20;

/** A process id, and when that process started, as the kernel counts: ids are used again. */
interface Running {
  pid: number;
  started: string;
}

interface Holder extends Running {
  /** The system (and process namespace) in which `pid` means something. */
  system: string;
  /** Where the store listens: the path of a socket, or a port of this machine. Absent while it is not known. */
  listens?: string | number | undefined;
  /** The process that has the data file open. When its application is gone it ends too, a moment later. */
  store?: Running | undefined;
}

/** The exclusive use of a data directory. */
export interface DirectoryLock {
  /** Names the process that is about to open the data file: whoever takes this directory over waits for its end. */
  name(pid: number): void;
  /** Gives the directory back. */
  release(): void;
}

/** The lock is written over in place, which a full disk does not prevent. */
const LOCK_BYTES = 1_024;
const textOf = (holder: Holder): string => JSON.stringify(holder).padEnd(LOCK_BYTES);

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

/** Empty where the system does not say, and for a process that has ended and that nobody has buried yet. */
function startOf(pid: number): string {
  // The process name may hold anything, parentheses included: count the fields from behind it.
  const stat = read(`/proc/${pid}/stat`);
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ') ?? [];
  return fields[0] === 'Z' || fields[0] === 'X' ? '' : (fields[19] ?? '');
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
function runs(holder: Holder): boolean | undefined {
  const { system } = holder;
  if (system.split(' ')[0] !== thisSystem().split(' ')[0]) return false;
  return system === thisSystem() ? isRunning(holder) : undefined;
}

function isRunning({ pid, started }: Running): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  return started === startOf(pid);
}

/** The process that has the directory; undefined when the lock was left behind. */
async function holderOf(path: string, holder: Holder): Promise<number | undefined> {
  const isHeld = runs(holder);
  if (isHeld ?? (await touches(path))) return holder.pid;
  const { store } = holder;
  if (isHeld === undefined || !store || holder.system !== thisSystem()) return undefined;
  for (let waited = 0; isRunning(store); waited += ENDING_MS) {
    if (waited >= SILENCE_MS) return store.pid;
    await pause(ENDING_MS);
  }
  return undefined;
}

/** A holder that cannot be seen shows itself by touching its lock. */
async function touches(path: string): Promise<boolean> {
  const before = lastTouched(path);
  for (let waited = 0; waited < SILENCE_MS; waited += HEARTBEAT_MS / 4) {
    await pause(HEARTBEAT_MS / 4);
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
 * Takes the exclusive use of a data directory; a lock whose processes are gone is taken over. `listens` is told to
 * programs that want to reach whoever holds it.
 * @throws StoreInUse
 */
export async function lockDirectory(
  directory: string,
  listens?: string | number | undefined,
): Promise<DirectoryLock> {
  const path = join(directory, 'lock');
  const mine = `${path}.${process.pid}.${Math.random().toString(36).slice(2)}`;
  const holder: Holder = { pid: process.pid, started: startOf(process.pid), system: thisSystem(), listens };
  try {
    writeFileSync(mine, textOf(holder));
    for (let attempt = 0; attempt < 10; attempt++) {
      if (tryLink(mine, path)) return holding(path, holder);
      const found = read(path);
      const known = parse(found);
      const held = known && (await holderOf(path, known));
      if (held !== undefined) throw new StoreInUse(directory, held);
      if (found !== undefined) takeAway(path, `${mine}.stale`, found);
    }
    throw new StoreInUse(directory, 0);
  } finally {
    rmSync(mine, { force: true });
  }
}

function holding(path: string, holder: Holder): DirectoryLock {
  const heartbeat = setInterval(() => {
    const now = new Date();
    // Whoever holds an open store must not fail because the directory is briefly out of reach.
    utimes(path, now, now, () => {});
  }, HEARTBEAT_MS);
  heartbeat.unref();
  let text = textOf(holder);
  return {
    name: (pid) => {
      if (read(path) !== text) throw new Error(`The lock ${path} is no longer ours`);
      const next = textOf({ ...holder, store: { pid, started: startOf(pid) } });
      const file = openSync(path, 'r+');
      try {
        writeSync(file, next, 0);
      } finally {
        closeSync(file);
      }
      text = next;
    },
    release: () => {
      clearInterval(heartbeat);
      if (read(path) === text) rmSync(path, { force: true });
    },
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
