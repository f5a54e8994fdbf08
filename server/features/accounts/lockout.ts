import { createHash } from 'node:crypto';

/** How many attempts are free, and how the wait grows after them. Milliseconds. */
export interface Allowance {
  free: number;
  firstWait: number;
  longestWait: number;
}

export interface Counter {
  id: string;
  allowance: Allowance;
}

/** A quiet day forgets everything. */
const forgottenAfter = 24 * 60 * 60_000;

/** One source (or one known device) on one account: a wait from the fifth failure on, at most a quarter of an hour. */
const oneSource: Allowance = { free: 5, firstWait: 30_000, longestWait: 15 * 60_000 };

/**
 * One account from everywhere: against many sources at once. Looser and shorter, because whoever fails on
 * purpose would make its owner wait on a new device.
 */
const everywhere: Allowance = { free: 20, firstWait: 15_000, longestWait: 2 * 60_000 };

const mark = (...parts: string[]): string =>
  createHash('sha256').update(parts.join('\n')).digest('base64url').slice(0, 32);

/**
 * What an attempt at a password counts on. A device that signed in to this account before has its own count and
 * is not touched by failures elsewhere: nobody can lock a person out of the place where they work.
 * The same for an address without an account, or the wait would tell which addresses have one.
 */
export function passwordCounters(email: string, source: string, knownDevice: string | null): Counter[] {
  if (knownDevice) return [{ id: `device:${mark(email, knownDevice)}`, allowance: oneSource }];
  return [
    { id: `source:${mark(email, source)}`, allowance: oneSource },
    { id: `account:${mark(email)}`, allowance: everywhere },
  ];
}

/** A code is six digits, so every attempt by whoever holds the password counts on the account itself. */
export const codeCounters = (personId: string, knownDevice: string | null): Counter[] => [
  { id: `code:${mark(personId, knownDevice ?? '')}`, allowance: oneSource },
];

/** Failures that still count. */
export function failuresNow(row: { count: number; lastAt: Date } | null, now: Date): number {
  if (!row || now.getTime() - row.lastAt.getTime() >= forgottenAfter) return 0;
  return Math.max(row.count, 0);
}

/** Milliseconds until the next attempt is looked at; 0 when it is now. */
export function waitLeft(
  allowance: Allowance,
  row: { count: number; lastAt: Date } | null,
  now: Date,
): number {
  const failures = failuresNow(row, now);
  if (!row || failures < allowance.free) return 0;
  const doubled = allowance.firstWait * 2 ** Math.min(failures - allowance.free, 20);
  const wait = Math.min(doubled, allowance.longestWait);
  return Math.max(row.lastAt.getTime() + wait - now.getTime(), 0);
}

/** Where a request comes from, for counting: one address, or the /64 network of an IPv6 address. */
export function sourceOf(address: string | undefined): string {
  const plain = (address ?? '').replace(/^::ffff:/i, '');
  if (!plain.includes(':')) return plain;
  const [head = '', tail] = plain.split('::', 2);
  const first = head.split(':').filter(Boolean);
  const last = (tail ?? '').split(':').filter(Boolean);
  const middle = tail === undefined ? [] : Array.from({ length: 8 - first.length - last.length }, () => '0');
  return [...first, ...middle, ...last].slice(0, 4).join(':');
}
