import { randomInt } from 'node:crypto';

/** Short, friendly, easy to say in a meeting in all four languages, and nobody's first name. */
const words = [
  'Wilg', 'Berk', 'Linde', 'Esdoorn', 'Hazelaar', 'Beuk', 'Els', 'Olm', 'Spar', 'Lork', 'Vlier', 'Meidoorn',
  'Merel', 'Zwaluw', 'Kievit', 'Reiger', 'Kraanvogel', 'Wulp', 'Leeuwerik', 'Mees', 'Spreeuw', 'Vink', 'Sperwer', 'Uil',
  'Klaver', 'Varen', 'Mos', 'Riet', 'Brem', 'Heide', 'Tijm', 'Salie', 'Munt', 'Lavendel', 'Papaver', 'Korenbloem',
  'Duin', 'Beek', 'Bron', 'Kei', 'Schelp', 'Golf', 'Eiland', 'Haven', 'Anker', 'Zeil', 'Vuurtoren',
]; // biome-ignore format: a list of words reads best in rows

/** A random pseudonym that tells nothing about anyone: a word and a number from 10 to 99. */
export function drawPseudonym(taken: ReadonlySet<string>): string {
  for (;;) {
    const drawn = `${words[randomInt(words.length)]} ${randomInt(10, 100)}`;
    if (!taken.has(drawn)) return drawn;
  }
}
