import { Binary, isDoc, type Value } from '../bson/values.ts';
import { StoreError } from '../errors.ts';

/** What the stages of one pipeline hold together, in bytes: there is no spilling to disk. */
const LIMIT = 100 * 1024 * 1024;

/** Roughly the bytes that a value takes here. */
function weight(value: Value | undefined): number {
  if (typeof value === 'string') return 24 + 2 * value.length;
  if (Array.isArray(value)) return value.reduce<number>((sum, one) => sum + weight(one), 32);
  if (value instanceof Binary) return 64 + value.bytes.length;
  if (!isDoc(value)) return 24;
  let sum = 64;
  for (const field of value.values()) sum += 24 + weight(field);
  return sum;
}

/** The memory of one pipeline. */
export class Memory {
  #held = 0;

  share(): Share {
    let own = 0;
    return {
      hold: (value) => {
        const size = weight(value);
        own += size;
        this.#held += size;
        if (this.#held > LIMIT)
          throw new StoreError(
            'QueryExceededMemoryLimitNoDiskUseAllowed',
            `A pipeline holds at most ${LIMIT} bytes at a time`,
          );
      },
      release: () => {
        this.#held -= own;
        own = 0;
      },
    };
  }
}

/** One stage's part of it. */
export interface Share {
  /** @throws StoreError QueryExceededMemoryLimitNoDiskUseAllowed */
  hold(value: Value | undefined): void;
  release(): void;
}
