import type { Copies, LeaseAnswer } from './copies.ts';
import { type Keepable, keepOnly } from './givingUp.ts';

interface StateAnswer extends Omit<Keepable, 'readable'> {
  lease: 'holds' | 'over' | 'gone';
  /** Who is signed in on this browser now. */
  person: string | null;
  /** The cases whose text they may read; null when they did not give their code. */
  readable: string[] | null;
}

const answerWithin = 8000;

async function ask<T>(address: string, init: RequestInit = {}): Promise<T | null> {
  try {
    const headers = { Accept: 'application/json', ...init.headers };
    const response = await fetch(address, { ...init, headers, signal: AbortSignal.timeout(answerWithin) });
    return response.ok ? ((await response.json()) as T) : null;
  } catch {
    return null; // no network: nothing is known, nothing is changed
  }
}

/**
 * Meets the server: what it says about the lease, about who is signed in and about what they may read decides what
 * this browser may go on keeping.
 * @returns words that were not sent and are on this browser no more: their writer, who is signed in, gets them now.
 */
export async function meet(copies: Copies): Promise<string> {
  const { lease } = copies;
  if (!lease) return '';
  const query = new URLSearchParams({ device: lease.device, lease: lease.lease });
  const state = await ask<StateAnswer>(`/account/device-state?${query}`);
  if (!state) return '';
  const isOwner = state.person === lease.person;
  if (state.lease === 'gone') {
    const words = isOwner ? await wordsOfAll(copies) : '';
    await copies.wipe();
    return words;
  }
  if (state.lease === 'over' || (state.person !== null && !isOwner)) await copies.lock();
  else if (isOwner && state.readable) await keepOnly(copies, { ...state, readable: state.readable });
  return '';
}

async function wordsOfAll(copies: Copies): Promise<string> {
  await keepOnly(copies, { readable: [] });
  return (await copies.words()).map((one) => one.text).join('\n\n');
}

/** Asks for a lease as who is signed in; with it, what waited sealed can be opened again. @returns whether it came. */
export async function askLease(copies: Copies, csrf: string): Promise<boolean> {
  const answer = await ask<LeaseAnswer>('/account/device-lease', {
    method: 'POST',
    headers: { 'X-CSRF-Token': csrf, 'X-Act-Id': crypto.randomUUID() },
  });
  if (!answer) return false;
  await copies.grant(answer);
  // Where another person's changes wait there is no lease for who asked.
  if (copies.lease?.person !== answer.person) return false;
  await keepOnly(copies, answer);
  return true;
}
