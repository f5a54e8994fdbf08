/** Widths in units of a 16 unit Source Sans, a little wide: a box that is too large is better than words that stick out. */
const narrow = /[iljtfrI.,:;'’|()[\]/-]/;
const wide = /[mwMWŒ—…@]/;
const capital = /[\p{Lu}\d]/u;

const widthOfLetter = (letter: string): number => {
  if (letter === ' ') return 3.6;
  if (narrow.test(letter)) return 5.2;
  if (wide.test(letter)) return 13.2;
  return capital.test(letter) ? 9.6 : 8.2;
};

export function textWidth(text: string, isBold = false): number {
  const width = [...text].reduce((sum, letter) => sum + widthOfLetter(letter), 0);
  return isBold ? width * 1.07 : width;
}

/** The parts of a word that fit, for one that is longer than a line. */
function pieces(word: string, most: number, isBold: boolean): string[] {
  const found: string[] = [];
  let piece = '';
  for (const letter of word) {
    if (piece !== '' && textWidth(piece + letter, isBold) > most) {
      found.push(piece);
      piece = '';
    }
    piece += letter;
  }
  return [...found, piece];
}

/** A text in lines of at most a width. */
export function wrapped(text: string, most: number, isBold = false): string[] {
  const words = text.split(/\s+/).filter((one) => one !== '');
  const lines: string[] = [];
  for (const piece of words.flatMap((word) => pieces(word, most, isBold))) {
    const last = lines.at(-1);
    const longer = `${last} ${piece}`;
    if (last !== undefined && textWidth(longer, isBold) <= most) lines[lines.length - 1] = longer;
    else lines.push(piece);
  }
  return lines;
}
