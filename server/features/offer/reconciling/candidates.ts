import { hostOf, nameKey, nameWords, numberKeys, phoneKey, streetKey } from './naming.ts';

/** A name an organisation has or had, or that one of its units has. */
export interface KnownName {
  text: string;
  key: string;
  words: string[];
  kind: 'name' | 'formerName' | 'unitName';
  /** First and last day of a former name, YYYY-MM-DD. */
  from: string | null;
  until: string | null;
}

/** What is known of an organisation to know it again by. */
export interface Candidate {
  id: string;
  names: KnownName[];
  /** As `numberKeys` writes them. */
  numbers: string[];
  postcodes: Set<string>;
  /** NIS codes. */
  areas: Set<string>;
  streets: Set<string>;
  phones: Set<string>;
  hosts: Set<string>;
  emails: Set<string>;
}

interface Given {
  id: string;
  names: { text: string; kind: KnownName['kind']; from?: string | null; until?: string | null }[];
  enterpriseNumber: string | null;
  recognitionNumber: string | null;
  places: { street: string | null; postcode: string | null; area: string | null }[];
  contacts: { phone: string | null; email: string | null; website: string | null }[];
}

const known = (values: (string | null)[]): Set<string> =>
  new Set(values.filter((one): one is string => one !== null && one !== ''));

export function candidateOf({ id, names, places, contacts, ...own }: Given): Candidate {
  return {
    id,
    names: names.map(({ text, kind, from = null, until = null }) => ({
      ...{ text, kind, from, until },
      ...{ key: nameKey(text), words: nameWords(text) },
    })),
    numbers: numberKeys(own),
    postcodes: known(places.map((one) => one.postcode)),
    areas: known(places.map((one) => one.area)),
    streets: known(places.map((one) => one.street && streetKey(one.street))),
    phones: known(contacts.map((one) => one.phone && phoneKey(one.phone))),
    hosts: known(contacts.map((one) => one.website && hostOf(one.website))),
    emails: known(contacts.map((one) => one.email?.toLowerCase() ?? null)),
  };
}

/** Letters by which a longer word is also found: it may be misspelt behind them, or part of a compound. */
const beginning = 5;

/** By what a candidate, or a line, is looked up: never everything with everything. */
function* blocksOf(one: {
  words: Iterable<string>;
  numbers: Iterable<string>;
  phones: Iterable<string>;
  hosts: Iterable<string>;
  emails: Iterable<string>;
  postcodes: Iterable<string>;
}): Generator<string> {
  for (const word of one.words) {
    yield `w${word}`;
    if (word.length > beginning) yield `b${word.slice(0, beginning)}`;
  }
  for (const [letter, keys] of Object.entries({
    n: one.numbers,
    p: one.phones,
    h: one.hosts,
    e: one.emails,
    c: one.postcodes,
  }))
    for (const key of keys) yield letter + key;
}

/** A block of more than this says too little to look through: "centrum", a postcode of a city. */
const largest = 200;

/** Organisations by the blocks they are in. */
export class CandidateIndex {
  readonly all: readonly Candidate[];
  readonly #blocks = new Map<string, Candidate[]>();

  constructor(all: readonly Candidate[]) {
    this.all = all;
    for (const one of all) {
      const words = new Set(one.names.flatMap((name) => name.words));
      for (const block of new Set(blocksOf({ ...one, words }))) {
        const members = this.#blocks.get(block);
        if (members) members.push(one);
        else this.#blocks.set(block, [one]);
      }
    }
  }

  /** How many organisations have this word in a name. */
  commonness = (word: string): number => this.#blocks.get(`w${word}`)?.length ?? 0;

  /** Those that share something with a line. */
  near(line: Parameters<typeof blocksOf>[0]): Set<Candidate> {
    const found = new Set<Candidate>();
    for (const block of blocksOf(line)) {
      const members = this.#blocks.get(block) ?? [];
      if (members.length <= largest) for (const one of members) found.add(one);
    }
    return found;
  }
}
