/** Whole numbers that become more: an array of numbers in a quarter of the memory of an ordinary one. */
export interface Growing {
  readonly length: number;
  /** Negative numbers are kept as their two's complement. */
  push(value: number): void;
  /** A copy of its own length. */
  all(): Uint32Array;
}

export function growing(): Growing {
  let kept = new Uint32Array(1024);
  let length = 0;
  return {
    get length() {
      return length;
    },
    push: (value) => {
      if (length === kept.length) {
        const larger = new Uint32Array(kept.length * 2);
        larger.set(kept);
        kept = larger;
      }
      kept[length++] = value;
    },
    all: () => kept.slice(0, length),
  };
}
