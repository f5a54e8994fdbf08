/** What goes for everything that says the same, found word by word. */
export interface Alike<Value> {
  value: Value | undefined;
  readonly next: Map<string | null, Alike<Value>>;
}

export const alike = <Value>(): Alike<Value> => ({ value: undefined, next: new Map() });

/**
 * One word further. A way through small maps, as putting together one key out of many words for each of a hundred
 * thousand entries takes longer than anything else that is done with them.
 */
export function step<Value>({ next }: Alike<Value>, word: string | null): Alike<Value> {
  const known = next.get(word);
  if (known) return known;
  const made = alike<Value>();
  next.set(word, made);
  return made;
}

/** All words of a list further. */
export function steps<Value>(from: Alike<Value>, words: readonly string[]): Alike<Value> {
  let at = from;
  for (const word of words) at = step(at, word);
  return at;
}
