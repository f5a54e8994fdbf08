/**
 * Answers that were worked out lately, the least recently used ones forgotten first. When something changed,
 * `forget`: what was asked before and comes in after is not kept.
 */
export interface Latest<T> {
  get(key: string): T | undefined;
  /** @param since the value of `changes` when the answer was asked for */
  keep(key: string, answer: T, since: number): void;
  /** How often something was forgotten. */
  readonly changes: number;
  forget(): void;
}

export function latest<T>(most: number): Latest<T> {
  const kept = new Map<string, T>();
  let changes = 0;
  return {
    get: (key) => {
      const answer = kept.get(key);
      if (answer === undefined) return undefined;
      kept.delete(key);
      kept.set(key, answer);
      return answer;
    },
    keep: (key, answer, since) => {
      if (since !== changes) return;
      kept.set(key, answer);
      if (kept.size > most) kept.delete(kept.keys().next().value!);
    },
    get changes() {
      return changes;
    },
    forget: () => {
      changes += 1;
      kept.clear();
    },
  };
}
