/** Longest word that is compared: its letters are the bits of one 32-bit number. */
const longest = 31;

/**
 * Distance between a word and others: letters to add, leave out, replace, or exchange with the next one (optimal
 * string alignment). The bit-parallel way of Hyyrö (2003): one step a letter, whatever the length of the word, so
 * that a dictionary of a hundred thousand words takes some ten milliseconds.
 * @returns null for a word that is too long to compare
 */
export function distanceFrom(word: string): ((other: string) => number) | null {
  if (word.length === 0 || word.length > longest) return null;
  const masks = new Map<number, number>();
  for (let at = 0; at < word.length; at++) {
    const letter = word.charCodeAt(at);
    masks.set(letter, (masks.get(letter) ?? 0) | (1 << at));
  }
  const last = 1 << (word.length - 1);
  return (other) => {
    let score = word.length;
    let up = -1;
    let down = 0;
    let diagonal = 0;
    let before = 0;
    for (let at = 0; at < other.length; at++) {
      const here = masks.get(other.charCodeAt(at)) ?? 0;
      const exchanged = ((~diagonal & here) << 1) & before;
      diagonal = (((here & up) + up) ^ up) | here | down | exchanged | 0;
      const plus = down | ~(diagonal | up);
      const minus = diagonal & up;
      if (plus & last) score++;
      else if (minus & last) score--;
      const shifted = (plus << 1) | 1;
      up = (minus << 1) | ~(diagonal | shifted);
      down = shifted & diagonal;
      before = here;
    }
    return score;
  };
}

/** How many mistakes a word of that many letters may hold: short words are too near to one another. */
export const mostMistakes = (length: number): number => (length < 4 ? 0 : length < 8 ? 1 : 2);
