import type { YearPlanState } from '../../../../models/YearPlan.ts';
import type { WorkPointValues } from '../../../../models/yearPlanFields.ts';
import type { LocalisedText } from '../../../core/i18n.ts';

interface ExamplePoint extends Partial<Omit<WorkPointValues, 'gaps' | 'bodies'>> {
  number: string;
  title: LocalisedText;
  /** Goes on from the point of the year before with the same number. */
  isCarried?: true;
  /** Keys of the reference data. */
  gaps?: string[];
  bodies?: string[];
}

interface ExamplePlan {
  platform: string;
  year: number;
  authorities: string[];
  steps: { state: YearPlanState; on: string; official?: true }[];
  points: ExamplePoint[];
}

const provincial = {
  number: 'A1',
  group: 'provincial',
  title: {
    nl: 'De provinciale overleggroep versterken',
    fr: 'Renforcer le groupe de concertation provincial',
  },
  goal: {
    nl: 'Zes vergaderingen met een opvolging die iedereen kan nalezen, en een plaats voor huisartsen.',
    fr: 'Six réunions avec un suivi que chacun peut relire, et une place pour les médecins généralistes.',
  },
  owner: 'BE-VAN',
  ownerWords: 'Coördinator',
  timing: 'Om de twee maanden',
  partners: ['demo-de-brug', 'demo-noordster', 'demo-het-baken'],
  objectives: ['local_and_regional'],
  bodies: ['antwerp-og-pmg'],
} as const;

const clients = {
  number: 'B3',
  group: 'regional',
  title: {
    nl: 'Cliëntenoverleg in elk arrondissement',
    fr: 'Concertation clients dans chaque arrondissement',
  },
  goal: {
    nl: 'Ook Turnhout krijgt een maandelijks cliëntenoverleg, met een vaste plek voor wie nergens terechtkan.',
  },
  owner: 'demo-de-brug',
  ownerWords: '',
  timing: 'Elke maand',
  partners: ['demo-noordster'],
  objectives: ['adapted_care', 'emancipation'],
} as const;

const paths = {
  number: 'B4',
  group: 'regional',
  title: { nl: 'Een zorgtraject voor de Kempen', fr: 'Un trajet de soins pour la Campine' },
  goal: {
    nl: 'Wie in de streek van Turnhout hulp met verblijf nodig heeft, weet waar en kan er geraken.',
  },
  owner: 'demo-noordster',
  ownerWords: 'Coördinatie Kempen',
  timing: 'Voorjaar: afspraken; najaar: eerste evaluatie',
  partners: ['demo-de-brug'],
  indicators: { nl: 'Een afspraak tussen minstens drie soorten actoren; wachttijd onder de 30 dagen.' },
  objectives: ['adapted_care', 'low_threshold'],
  gaps: ['turnhout-ambulatory-only'],
  bodies: ['antwerp-turnhout', 'antwerp-kempen'],
} as const;

const ofBoth = <T>(point: T): ExamplePoint => structuredClone(point) as unknown as ExamplePoint;

/** A fictional closed year and a fictional year that is being carried out. */
export const plansOfDemo: ExamplePlan[] = [
  {
    platform: 'BE-VAN',
    year: 2025,
    authorities: ['fod-cel-drugs'],
    steps: [
      { state: 'draft', on: '2024-11-18' },
      { state: 'submitted', on: '2024-12-12' },
      { state: 'reviewed', on: '2025-02-10', official: true },
      { state: 'closed', on: '2026-01-15' },
    ],
    points: [
      {
        ...ofBoth(provincial),
        state: 'busy',
        result: { nl: 'Vijf van de zes vergaderingen gingen door. Nog geen huisarts aan tafel.' },
      },
      {
        number: 'A2',
        group: 'provincial',
        title: { nl: 'Twee vormingen over dubbele diagnose', fr: 'Deux formations sur le double diagnostic' },
        owner: 'BE-VAN',
        timing: 'Maart en oktober',
        partners: ['demo-het-baken'],
        state: 'done',
        result: { nl: 'Beide vormingen gingen door, met 64 hulpverleners uit elf organisaties.' },
      },
      {
        ...ofBoth(clients),
        state: 'busy',
        result: { nl: 'Antwerpen en Mechelen vergaderen elke maand; Turnhout begint in het voorjaar.' },
      },
      { ...ofBoth(paths), state: 'postponed', result: { nl: 'Wachtte op een trekker.' } },
    ],
  },
  {
    platform: 'BE-VAN',
    year: 2026,
    authorities: ['fod-cel-drugs', 'vlaamse-overheid-zorg'],
    steps: [
      { state: 'draft', on: '2025-11-24' },
      { state: 'submitted', on: '2025-12-15' },
    ],
    points: [
      {
        ...ofBoth(provincial),
        isCarried: true,
        from: '2026-01-01',
        until: '2026-12-31',
        state: 'done',
        result: { nl: 'Zes vergaderingen, en sinds mei schuift een huisarts uit Mechelen mee aan.' },
      },
      {
        number: 'A2',
        group: 'provincial',
        title: {
          nl: 'Een ontmoetingsdag voor wie op de werkvloer staat',
          fr: 'Une journée de rencontre pour les gens de terrain',
        },
        goal: { nl: 'Elkaar kennen: wie doet wat, en hoe verwijs je naar elkaar door.' },
        owner: 'demo-het-baken',
        timing: 'Oktober',
        until: '2026-10-31',
        partners: ['demo-de-brug', 'demo-noordster', 'demo-de-kade'],
        state: 'planned',
        objectives: ['environment'],
      },
      {
        ...ofBoth(clients),
        isCarried: true,
        from: '2026-01-01',
        until: '2026-12-31',
        state: 'busy',
        result: { nl: 'Turnhout vergadert sinds april.' },
      },
      { ...ofBoth(paths), isCarried: true, from: '2026-03-01', until: '2026-12-31', state: 'busy' },
      {
        number: 'C5',
        group: 'other',
        title: {
          nl: 'Deelname aan het stedelijk overleg over drugs',
          fr: 'Participation à la concertation urbaine sur les drogues',
        },
        owner: 'BE-VAN',
        timing: 'Doorlopend',
        bodies: ['antwerp-soda'],
        state: 'busy',
      },
    ],
  },
];
