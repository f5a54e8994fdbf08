import type { SeatValues } from '../../../../models/bodyFields.ts';

type Actor = [
  organisationWords: string,
  actorType: SeatValues['actorType'],
  name: string,
  level: 'governance' | 'field',
  said?: Partial<SeatValues>,
];

/** The other actors of OG PMG, which a document counts and does not name; every name is made up. */
const ofOgPmg: readonly Actor[] = [
  ['PZ Wilgenhof (voorbeeld)', 'psychiatric_hospital', 'Annelies Bogaert', 'governance'],
  ['PAAZ Lindeveld (voorbeeld)', 'psychiatric_ward', 'Dirk Hermans', 'field', { profession: 'psychiatrist' }],
  ['CGG Het Vlot (voorbeeld)', 'mental_health_centre', 'Saskia De Backer', 'field'],
  ['Beschut Wonen Lantaarn (voorbeeld)', 'sheltered_living', 'Wim Janssens', 'governance'],
  ['PVT Avondrood (voorbeeld)', 'psychiatric_nursing_home', 'Rita Claes', 'governance'],
  ['Dagcentrum De Oever (voorbeeld)', 'rehabilitation_centre', 'Youssef Amrani', 'field'],
  [
    'Huisartsenkring Rupelrand (voorbeeld)',
    'general_practice',
    'Geert Van Hove',
    'field',
    { profession: 'general_practitioner' },
  ],
  ['CAW Pijler (voorbeeld)', 'general_welfare', 'Leen Smets', 'governance'],
  ['OCMW Voorbeeldstad', 'public_welfare', 'Marc Lenaerts', 'governance'],
  ['Straathoekwerk De Stoep (voorbeeld)', 'street_work', 'Nadia Saidi', 'field'],
  ['Thuiszorg Nabij (voorbeeld)', 'home_care', 'Ingrid Mertens', 'field'],
  ['Jeugdhulp De Vlieger (voorbeeld)', 'youth_care', 'Pieter Cools', 'field'],
  ['Sociaal verhuurkantoor Drempel (voorbeeld)', 'housing', 'Karin Wouters', 'governance'],
  ['Justitiehuis Voorbeeldstad', 'justice', 'Filip Aerts', 'governance'],
  ['Politiezone Voorbeeldstad', 'police', 'Stijn Maes', 'field'],
  ['Zelfhulpgroep Samen Verder (voorbeeld)', 'self_help', 'Jan Verlinden', 'field', { voice: 'client' }],
];

const ofCommittee: readonly Actor[] = [
  ['PZ Meersbloem (voorbeeld)', 'psychiatric_hospital', 'Hugo Baert', 'governance'],
  [
    'PAAZ Sint-Gillis (voorbeeld)',
    'psychiatric_ward',
    'Eva Lippens',
    'field',
    { profession: 'psychiatrist' },
  ],
  ['CGG De Klaver (voorbeeld)', 'mental_health_centre', 'Tine Roels', 'field'],
  ['Revalidatiecentrum Dender (voorbeeld)', 'rehabilitation_centre', 'Bruno Dhondt', 'governance'],
  ['MSOC Leiestad (voorbeeld)', 'rehabilitation_centre', 'Hanne Goeminne', 'field'],
  ['CAW Scheldeland (voorbeeld)', 'general_welfare', 'Koen Vermeir', 'governance'],
  ['OCMW Leiestad (voorbeeld)', 'public_welfare', 'Greet De Wolf', 'governance'],
  [
    'Huisartsenkring Leiestreek (voorbeeld)',
    'general_practice',
    'Els Naessens',
    'field',
    { profession: 'general_practitioner' },
  ],
  ['Justitiehuis Leiestad (voorbeeld)', 'justice', 'Luc Goossens', 'field'],
  ['Familievereniging Spoor (voorbeeld)', 'self_help', 'Martine Wyffels', 'field', { voice: 'family' }],
];

/** Seats of made-up organisations that are not in Schakel, at the two tables whose meetings the demo looks back on. */
export const fictionalActors = (from: string): [string, Partial<SeatValues>][] =>
  (
    [
      ['antwerp-og-pmg', ofOgPmg],
      ['east-committee', ofCommittee],
    ] as const
  ).flatMap(([body, actors]) =>
    actors.map(([organisationWords, actorType, name, level, said]): [string, Partial<SeatValues>] => [
      body,
      { organisationWords, actorType, name, level, mandate: 'member', from, ...said },
    ]),
  );
