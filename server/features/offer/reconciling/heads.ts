import { type ListField, listFields } from '../../../../models/Reconciliation.ts';
import { fold } from '../../../geography/fold.ts';

/** Words official lists have above their columns, in three languages; the first that fits. */
const known: Record<ListField, string[]> = {
  enterpriseNumber: [
    'ondernemingsnummer',
    'kbo',
    'bce',
    'numero entreprise',
    'unternehmensnummer',
    'enterprise',
  ],
  recognitionNumber: [
    'erkenningsnummer',
    'erkenning',
    'agrement',
    'agreation',
    'anerkennung',
    'dossiernummer',
    'riziv',
    'inami',
  ],
  postcode: ['postcode', 'postnummer', 'code postal', 'cp', 'plz', 'postleitzahl', 'zip'],
  email: ['e mail', 'email', 'mail', 'courriel'],
  phone: ['telefoon', 'tel', 'telephone', 'telefon', 'gsm', 'phone'],
  website: ['website', 'webadres', 'site web', 'site internet', 'internet', 'url', 'web', 'homepage'],
  area: [
    'gemeente',
    'commune',
    'localite',
    'plaats',
    'stad',
    'ville',
    'gemeinde',
    'ort',
    'city',
    'municipality',
  ],
  street: ['straat', 'adres', 'adresse', 'rue', 'strasse', 'street', 'address'],
  type: ['type', 'soort', 'categorie', 'sector', 'art', 'kind', 'voorzieningstype'],
  name: [
    'naam',
    'nom',
    'name',
    'benaming',
    'denominatie',
    'denomination',
    'voorziening',
    'organisatie',
    'bezeichnung',
  ],
};

/** Which column holds what, guessed from what stands above it: exact words first, then words within. */
export function guessColumns(heads: readonly string[]): Partial<Record<ListField, number>> {
  const folded = heads.map(fold);
  const guessed: Partial<Record<ListField, number>> = {};
  const taken = new Set<number>();
  const tests = [
    (head: string, word: string) => head === word,
    (head: string, word: string) => ` ${head} `.includes(` ${word} `),
    (head: string, word: string) => word.length > 3 && head.includes(word),
  ];
  for (const fits of tests)
    for (const field of Object.keys(known) as ListField[]) {
      if (guessed[field] !== undefined) continue;
      const at = folded.findIndex(
        (head, place) => !taken.has(place) && known[field].some((word) => fits(head, word)),
      );
      if (at < 0) continue;
      guessed[field] = at;
      taken.add(at);
    }
  return Object.fromEntries(
    listFields.flatMap((field) => (guessed[field] === undefined ? [] : [[field, guessed[field]]])),
  );
}
