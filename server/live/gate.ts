import type { Reason } from '../../public/scripts/live/protocol.ts';

type Message = 'join' | 'update' | 'cursor' | 'people';

/** Messages a second a socket may go on sending, and how many at once. A fast writer makes 40 updates a second. */
const rates: Record<Message, { each: number; atOnce: number }> = {
  join: { each: 2, atOnce: 40 },
  update: { each: 150, atOnce: 600 },
  cursor: { each: 40, atOnce: 120 },
  people: { each: 1, atOnce: 30 },
};

/** What a refusal weighs; a socket that reaches the limit is closed. Honest pages get the light ones at times. */
const weights: Partial<Record<Reason, number>> = {
  malformed: 1,
  too_large: 1,
  forged: 1,
  not_found: 0.5,
  not_joined: 0.25,
  not_allowed: 0.25,
  out_of_order: 0.25,
  too_fast: 0.01,
};
const limit = 5;

/** Counts what one socket sends. */
export class Gate {
  readonly #buckets = new Map<Message, { tokens: number; at: number }>();
  #weight = 0;

  /** @returns false when the socket sends more of this than it may. */
  passes(message: Message): boolean {
    const { each, atOnce } = rates[message];
    const now = performance.now();
    const bucket = this.#buckets.get(message) ?? { tokens: atOnce, at: now };
    bucket.tokens = Math.min(atOnce, bucket.tokens + ((now - bucket.at) / 1000) * each);
    bucket.at = now;
    this.#buckets.set(message, bucket);
    if (bucket.tokens < 1) return false;
    bucket.tokens -= 1;
    return true;
  }

  /** @returns true when that was one refusal too many. */
  isTooMuchWith(reason: Reason): boolean {
    this.#weight += weights[reason] ?? 0;
    return this.#weight >= limit;
  }
}
