/**
 * Finds Belgian national numbers (INSZ: the national register number and the bis number) in a text. The law forbids
 * using them here without authorisation (law of 8 August 1983, art. 8), so people are warned before one is kept.
 */
export interface Found {
  index: number;
  length: number;
}

/** What people write between the digits: 85.07.30-033.28, 85 07 30 033 28, 850730/033-28. */
const separators = ' ./\\-\u00a0\u2007\u2009\u2010\u2011\u2012\u2013\u202f';
const isDigit = (character: string): boolean => character >= '0' && character <= '9';

/**
 * The last two digits are 97 minus the rest of the nine others; people born from 2000 count with a 2 before them.
 * The birth date is not looked at: bis numbers and unknown dates have none, and a warning too many costs one click.
 */
export function isInsz(digits: string): boolean {
  if (!/^\d{11}$/.test(digits)) return false;
  const number = Number(digits.slice(0, 9));
  const check = Number(digits.slice(9));
  return check === 97 - (number % 97) || check === 97 - ((2_000_000_000 + number) % 97);
}

/** Runs of digits with at most three separators between one and the next. */
function* runs(text: string): Generator<{ digits: string; places: number[] }> {
  let digits = '';
  let places: number[] = [];
  for (let index = 0; index <= text.length; index++) {
    const character = text.charAt(index);
    if (isDigit(character)) {
      digits += character;
      places.push(index);
      continue;
    }
    const sinceDigit = index - (places.at(-1) ?? index);
    if (character !== '' && separators.includes(character) && digits !== '' && sinceDigit <= 3) continue;
    if (digits !== '') yield { digits, places };
    digits = '';
    places = [];
  }
}

/**
 * A number may hide in a longer run ("tel 2 850730 033 28"), but only where it begins and ends at a separator or at
 * the run's edge: eleven digits in the middle of an account number are not a national number.
 */
export function findInsz(text: string): Found[] {
  const found: Found[] = [];
  for (const { digits, places } of runs(text)) {
    for (let start = 0; start + 11 <= digits.length; start++) {
      const first = places[start] as number;
      const last = places[start + 10] as number;
      const startsClean = start === 0 || first - (places[start - 1] as number) > 1;
      const endsClean = start + 11 === digits.length || (places[start + 11] as number) - last > 1;
      if (!startsClean || !endsClean || !isInsz(digits.slice(start, start + 11))) continue;
      found.push({ index: first, length: last - first + 1 });
      start += 10;
    }
  }
  return found;
}

/** Whether the text ends in what may become a national number: three to ten digits, so no more than the year of birth. */
export function endsInStart(text: string): boolean {
  const last = [...runs(text)].at(-1);
  if (!last || text.length - (last.places.at(-1) as number) > 3) return false;
  return last.digits.length >= 3 && last.digits.length <= 10;
}
