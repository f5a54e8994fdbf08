import { type Facet, facets, type Trait, traits } from '../facets.ts';

/** Numbers for the values of facets and traits, so that a hundred thousand modules hold numbers and no words. */
export interface Values {
  readonly size: number;
  /** The number of a value, a new one where it had none. */
  numberOf(facet: Facet | Trait, code: string): number;
  /** The number of a value that occurs, or undefined. */
  find(facet: Facet | Trait, code: string): number | undefined;
  /** Place of its facet in `kinds`. */
  kindOf(value: number): number;
  codeOf(value: number): string;
  /** `facet:code` of each, in the order of the numbers: what `valuesFrom` makes it from again. */
  keys(): readonly string[];
}

/** Facets, then traits. */
export const kinds: readonly (Facet | Trait)[] = [...facets, ...traits];

export function valuesFrom(known: readonly string[] = []): Values {
  const keys: string[] = [];
  const numbers = new Map<string, number>();
  const kindNumbers: number[] = [];
  const codes: string[] = [];
  const add = (key: string): number => {
    const at = key.indexOf(':');
    numbers.set(key, keys.length);
    keys.push(key);
    kindNumbers.push(kinds.indexOf(key.slice(0, at) as Facet));
    codes.push(key.slice(at + 1));
    return keys.length - 1;
  };
  for (const key of known) add(key);
  return {
    get size() {
      return keys.length;
    },
    numberOf: (facet, code) => numbers.get(`${facet}:${code}`) ?? add(`${facet}:${code}`),
    find: (facet, code) => numbers.get(`${facet}:${code}`),
    kindOf: (value) => kindNumbers[value]!,
    codeOf: (value) => codes[value]!,
    keys: () => keys,
  };
}
