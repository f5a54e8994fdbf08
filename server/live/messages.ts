import { z } from 'zod';
import { rootName } from '../../public/scripts/live/protocol.ts';

/** The shapes of what pages send. Sizes are bounded here or by the feature's limits. */

const document = z.string().regex(/^[a-z]{1,20}:[\w-]{1,64}$/);
const count = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
const client = z
  .number()
  .int()
  .min(0)
  .max(2 ** 32 - 1);
const struct = z.object({ client, clock: count }).nullable().optional();
export const place = z.object({
  type: struct,
  tname: z.literal(rootName).nullable().optional(),
  item: struct,
  assoc: z.number().int().min(-1).max(1).optional(),
});

/** Only the version is read before the rest: an older or newer page may send another shape. */
export const versionMessage = z.object({ version: count });

export const joinMessage = z.object({
  document,
  clientIds: z.array(client).min(1).max(16),
  since: count,
  upon: count.optional(),
  restoration: z.string().max(64).default(''),
});

export const leaveMessage = z.object({ document });

export const peopleMessage = z.object({ document });

export const updateMessage = z.object({
  document,
  id: z.uuid(),
  update: z.custom<Uint8Array>((value) => value instanceof Uint8Array),
});

export const cursorMessage = z.object({
  document,
  cursor: z.object({ anchor: place, head: place }).nullable(),
});

/** The kind and the id in a document's name. */
export function partsOf(name: string): { kind: string; documentId: string } {
  const colon = name.indexOf(':');
  return { kind: name.slice(0, colon), documentId: name.slice(colon + 1) };
}
