import { linkSync, readFileSync, readlinkSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Another process uses the data directory. */
export class StoreInUse extends Error {
  readonly pid: number;
  constructor(directory: string, pid: number) {
    super(
      `The data directory ${directory} is in use by process ${pid}; stop that process, or choose another directory`,
    );
    this.pid = pid;
  }
}

interface Holder {
  pid: number;
  /** When that process started, as the kernel counts: process ids are used again. */
  started: string;
  /** The system (and process namespace) in which `pid` means something. */
  system: string;
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

function runs({ pid, started, system }: Holder): boolean {
  // Written before a restart of the machine, or in a container that is gone.
  if (system !== thisSystem()) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  return started === startOf(pid);
}

function parse(text: string | undefined): Holder | undefined {
  try {
    return text === undefined ? undefined : (JSON.parse(text) as Holder);
  } catch {
    return undefined;
  }
}

/**
 * Takes the exclusive use of a data directory; a lock whose process is gone is taken over.
 * @returns the function that gives it back
 * @throws StoreInUse
 */
export function lockDirectory(directory: string): () => void {
  const path = join(directory, 'lock');
  const mine = `${path}.${process.pid}.${Math.random().toString(36).slice(2)}`;
  const holder: Holder = { pid: process.pid, started: startOf(process.pid), system: thisSystem() };
  const text = JSON.stringify(holder);
  writeFileSync(mine, text);
  try {
    for (let attempt = 0; attempt < 10; attempt++) {
      if (tryLink(mine, path)) return () => release(path, text);
      const found = read(path);
      const known = parse(found);
      if (known && runs(known)) throw new StoreInUse(directory, known.pid);
      if (found !== undefined) takeAway(path, `${mine}.stale`, found);
    }
    throw new StoreInUse(directory, 0);
  } finally {
    rmSync(mine, { force: true });
  }
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
