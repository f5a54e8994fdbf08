import { frame, unframe } from '../live/frames.ts';
import type { Upon } from '../live/keep.ts';
import type { Unsent } from '../live/outbox.ts';

const toBytes = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));
const fromBytes = <T>(bytes: Uint8Array): T => JSON.parse(new TextDecoder().decode(bytes)) as T;

/** One shared text as it was, and what is needed to go on with it. */
export interface KeptText {
  /** What the person calls the plan: shown without a network, so that they know which one it is. */
  title: string;
  /** Where it is to be read on the site. */
  address: string;
  /** When it was like this, by the clock of this device. */
  at: number;
  /** The last commit in `state`, counted within `restoration`. */
  sequence: number;
  restoration: string;
  mayWrite: boolean;
  /** The text without what was not sent, and with it. Yjs updates. */
  base: Uint8Array;
  state: Uint8Array;
}

export function packText({ base, state, ...rest }: KeptText): Uint8Array {
  return frame(base === state ? [toBytes(rest), state] : [toBytes(rest), state, base]);
}

export function unpackText(bytes: Uint8Array): KeptText {
  const [rest, state, base] = unframe(bytes) as [Uint8Array, Uint8Array, Uint8Array?];
  return { ...fromBytes<Omit<KeptText, 'base' | 'state'>>(rest), state, base: base ?? state };
}

export function packUnsent({ parcels, waiting, upon }: Unsent & { upon: Upon }): Uint8Array {
  const names = parcels.map(({ id, changes }) => ({ id, changes }));
  return frame([toBytes({ names, upon }), ...parcels.map((one) => one.update), ...waiting]);
}

export function unpackUnsent(bytes: Uint8Array): Unsent & { upon: Upon } {
  const [head, ...updates] = unframe(bytes) as [Uint8Array, ...Uint8Array[]];
  const { names, upon } = fromBytes<{ names: { id: string; changes: number }[]; upon: Upon }>(head);
  const parcels = names.map((one, index) => ({ ...one, update: updates[index] as Uint8Array }));
  return { parcels, waiting: updates.slice(names.length), upon };
}

export const packJson = toBytes;
export const unpackJson = fromBytes;
