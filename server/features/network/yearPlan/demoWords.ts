import type { InventoryAnswerValues, InventoryQuestion } from '../../../../models/yearPlanFields.ts';
import type { Language } from '../../../core/i18n.ts';

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
