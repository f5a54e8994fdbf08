/** Whether two words are the same but for one letter; only of longer ones. */
function isNearly(a: string, b: string): boolean {
  if (a === b) return true;
  if (Math.min(a.length, b.length) < 6 || Math.abs(a.length - b.length) > 1) return false;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start += 1;
  const [restA, restB] = [a.slice(start), b.slice(start)];
  const [longer, shorter] = restA.length >= restB.length ? [restA, restB] : [restB, restA];
  return longer.slice(1) === (longer.length === shorter.length ? shorter.slice(1) : shorter);
}

/** What a word that is only nearly the same is worth. */
const misspelt = 0.9;

/** How alike two names are, 0 to 1: the words they share, rare ones more than those many have. */
export function likeness(a: string[], b: string[], weight: (word: string) => number): number {
  const sum = (all: string[]): number => all.reduce((total, word) => total + weight(word), 0);
  const left = [...b];
  let shared = 0;
  for (const word of a) {
    const at = left.findIndex((other) => isNearly(word, other));
    if (at < 0) continue;
    shared += (weight(word) + weight(left[at]!)) * (word === left[at] ? 1 : misspelt);
    left.splice(at, 1);
  }
  return shared / (sum(a) + sum(b));
}
