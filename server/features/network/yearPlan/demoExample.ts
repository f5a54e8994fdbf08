import type { YearPlanState } from '../../../../models/YearPlan.ts';
import type {
  InventoryAnswerValues,
  InventoryQuestion,
  WorkPointValues,
} from '../../../../models/yearPlanFields.ts';
import type { Language, LocalisedText } from '../../../core/i18n.ts';

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

interface ExampleComment {
  year: number;
  number: string;
  on: string;
  words: string;
  language: Language;
  answer?: { on: string; words: string; language: Language };
}

export const commentsOfDemo: ExampleComment[] = [
  {
    year: 2026,
    number: 'B4',
    on: '2026-02-09',
    words: 'Qui assure la coordination si le centre prévu en Campine ouvre plus tard que prévu ?',
    language: 'fr',
    answer: {
      on: '2026-02-16',
      words:
        'Noordster blijft trekker; tot de opening verwijzen we door naar Mechelen. We zetten dat bij het doel.',
      language: 'nl',
    },
  },
  {
    year: 2026,
    number: 'A2',
    on: '2026-02-09',
    words: 'Les personnes avec une expérience vécue sont-elles invitées à cette journée ?',
    language: 'fr',
  },
];

interface ExampleAnswer extends Partial<InventoryAnswerValues> {
  platform: string;
  year: number;
  question: InventoryQuestion;
  on: string;
  /** The year it was taken over from. */
  from?: number;
}

const participation = {
  platform: 'BE-VAN',
  question: 6,
  evidence: ['practice'],
  source: 'Aanwezigheidslijsten van de overleggroep',
} as const;

const offer = {
  nl: 'Voor mensen met een dubbele diagnose zijn de wachtlijsten lang, vooral in de Kempen. Er is enkel ambulante hulp.',
};

export const answersOfDemo: ExampleAnswer[] = [
  {
    ...{ platform: 'BE-VAN', year: 2025, question: 1, on: '2024-12-02', answer: offer },
    ...{ evidence: ['practice', 'experience'], source: 'Overleggroep, november 2024' },
    ...{ quantity: 8, unit: 'bedden', subGroup: 'dual_diagnosis' },
    ...{
      estimatedBy: 'Werkgroep dubbele diagnose',
      basis: 'Telling van doorverwijzingen, januari tot oktober 2024',
    },
  },
  {
    ...{ platform: 'BE-VAN', year: 2026, question: 1, on: '2025-12-03', answer: offer, from: 2025 },
    ...{ evidence: ['practice', 'experience'], source: 'Overleggroep, november 2024' },
    ...{ quantity: 8, unit: 'bedden', subGroup: 'dual_diagnosis' },
    ...{
      estimatedBy: 'Werkgroep dubbele diagnose',
      basis: 'Telling van doorverwijzingen, januari tot oktober 2024',
    },
  },
  {
    ...{ ...participation, evidence: ['practice'], year: 2025, on: '2024-12-02' },
    answer: {
      nl: 'Bijna alle organisaties van de geestelijke gezondheidszorg nemen deel. Huisartsen ontbreken.',
    },
  },
  {
    ...{ ...participation, evidence: ['practice'], year: 2026, on: '2025-12-03' },
    answer: {
      nl: 'Bijna alle organisaties van de geestelijke gezondheidszorg nemen deel. Eén huisarts neemt deel; straathoekwerk ontbreekt.',
    },
  },
  {
    ...{ platform: 'BE-VAN', year: 2025, question: 5, on: '2024-12-02', evidence: ['practice'] },
    answer: {
      nl: 'Ja: in Turnhout is er geen hulp met verblijf, en een therapeutische gemeenschap ontbreekt in de provincie.',
    },
    source: 'Register van lacunes',
  },
];

/** What the advice of 9 September 2010 says of further sub-groups. */
export const roadmapOfAdvice = [
  {
    key: 'intellectual-disability',
    on: '2010-09-09',
    name: {
      nl: 'Personen met een mentale handicap en psychiatrische stoornis',
      fr: 'Personnes avec un handicap mental et un trouble psychiatrique',
      de: 'Menschen mit geistiger Behinderung und psychiatrischer Störung',
      en: 'People with an intellectual disability and a psychiatric disorder',
    },
    subGroup: 'intellectual_disability',
    source: 'NRZV, advies over de zorgcoördinatie bij middelenmisbruik, 9 september 2010',
  },
  {
    key: 'interned',
    on: '2010-09-09',
    name: { nl: 'Geïnterneerden', fr: 'Personnes internées', de: 'Internierte', en: 'Interned persons' },
    subGroup: 'forensic',
    source: 'NRZV, advies over de zorgcoördinatie bij middelenmisbruik, 9 september 2010',
  },
];
