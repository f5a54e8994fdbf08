import { AuthorityModel, type AuthorityRecord } from '../../../models/Authority.ts';
import { actsOf } from '../../core/acts.ts';
import type { House } from '../../core/house.ts';

/** The authorities of the start; administrators rename them and add others. */
const known: AuthorityRecord[] = [
  {
    _id: 'fod-cel-drugs',
    names: {
      nl: 'FOD Volksgezondheid, Cel Drugs',
      fr: 'SPF Santé publique, Cellule Drogues',
      de: 'FÖD Volksgesundheit, Zelle Drogen',
      en: 'Federal Public Service Health, Drugs Unit',
    },
  },
  {
    _id: 'vlaamse-overheid-zorg',
    names: {
      nl: 'Vlaamse overheid, Departement Zorg',
      fr: 'Autorité flamande, Département des Soins',
      de: 'Flämische Behörde, Abteilung Pflege',
      en: 'Flemish Government, Department of Care',
    },
  },
];

/** Adds the authorities that are not there yet, and never changes one that is: it may have been renamed. */
export async function loadAuthorities(house: House): Promise<void> {
  for (const { _id, names } of known) {
    await AuthorityModel.updateOne({ _id }, { $setOnInsert: { names } }, { upsert: true });
  }
  // "What happened to my account" asks by record.
  await actsOf(house.connection).createIndex({ 'record.id': 1, at: -1 });
}
