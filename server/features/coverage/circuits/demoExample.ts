import type {
  CircuitValues,
  PartValues,
  ShareValues,
  TransitionValues,
} from '../../../../models/circuitFields.ts';
import { brusselsDay } from '../../../core/i18n.ts';

/** What the fictional circuit of the demo says, of fictional organisations; parts are named by their keys. */

/** Its parts in their order; the one without a kind is the help that is wanted. */
export const steps = [
  { key: 'mobile', type: 'assertive_care', partner: 'demo-de-brug' },
  { key: 'diagnosis', type: 'diagnostics', partner: 'demo-de-brug' },
  { key: 'stay', type: '', partner: '' },
  { key: 'day', type: 'day_programme', partner: 'demo-noordster' },
  { key: 'after', type: 'aftercare', partner: 'demo-de-brug' },
];

/** How much, for whom: of the help that is wanted. */
export const wanted: Partial<PartValues> = {
  type: 'short_residential',
  note: {
    nl: 'Zes plaatsen voor volwassenen met een dubbele diagnose, in de buurt van Turnhout. Noordster neemt vandaag niemand op die ook een psychose heeft.',
    fr: 'Six places pour des adultes avec un double diagnostic, près de Turnhout. Aujourd’hui, Noordster n’accueille personne qui a aussi une psychose.',
    de: 'Sechs Plätze für Erwachsene mit Doppeldiagnose, in der Nähe von Turnhout. Noordster nimmt heute niemanden auf, der auch eine Psychose hat.',
    en: 'Six places for adults with a dual diagnosis, near Turnhout. Today Noordster admits nobody who also has a psychosis.',
  },
};

/** What partners bring: by part, how many and what, agreed or proposed. */
export function sharesOf(now: Date): [part: string, values: Partial<ShareValues>][] {
  const agreedOn = brusselsDay(new Date(now.getTime() - 120 * 86_400_000));
  return [
    [
      'mobile',
      {
        organisation: 'demo-de-brug',
        people: 2.5,
        peopleUnit: 'fte',
        agreedOn,
        means: { nl: 'Een wagen en een wachttelefoon op werkdagen' },
      },
    ],
    [
      'mobile',
      {
        organisation: 'demo-het-baken',
        people: 1,
        peopleUnit: 'persons',
        means: { nl: 'Een woonbegeleider, een halve dag per week' },
      },
    ],
    [
      'diagnosis',
      {
        organisation: 'demo-de-brug',
        people: 0.5,
        peopleUnit: 'fte',
        agreedOn,
        means: { nl: 'Een psychiater, twee voormiddagen per week' },
      },
    ],
    [
      'stay',
      {
        organisation: 'demo-noordster',
        people: 4,
        peopleUnit: 'fte',
        means: { nl: 'Zes kamers, zodra er geld is voor wie er werkt' },
      },
    ],
    [
      'day',
      {
        organisation: 'demo-noordster',
        people: 3,
        peopleUnit: 'fte',
        agreedOn,
        means: { nl: 'Lokalen in Turnhout, twee plaatsen voorbehouden' },
      },
    ],
  ];
}

/** How people get from one part to the next. */
export function waysOf(now: Date): Partial<TransitionValues>[] {
  const lastMonths = brusselsDay(new Date(now.getTime() - 60 * 86_400_000));
  const told = { basis: 'experience', basisOn: lastMonths, basisWords: 'Werkgroep dubbele diagnose' };
  return [
    {
      from: 'mobile',
      to: 'diagnosis',
      works: 'well',
      ...told,
      agreedBetween: ['demo-de-brug'],
      rule: { nl: 'Het mobiele team gaat de eerste keer mee.' },
    },
    { from: 'diagnosis', to: 'stay', works: 'unknown' },
    {
      from: 'diagnosis',
      to: 'day',
      works: 'with_difficulty',
      ...told,
      agreedBetween: ['demo-de-brug', 'demo-noordster'],
      agreement: 'Afsprakennota van de werkgroep',
      rule: { nl: 'De Brug belt, Noordster ziet de persoon binnen de twee weken.' },
    },
    { from: 'stay', to: 'after', works: 'unknown' },
    {
      from: 'day',
      to: 'after',
      works: 'not',
      basis: 'count',
      basisOn: lastMonths,
      basisWords: 'Geen enkele van elf mensen kwam aan',
      rule: { nl: 'Er is geen afspraak: mensen krijgen een telefoonnummer mee.' },
    },
    { from: 'after', to: 'housing', toWords: 'Het Baken', works: 'with_difficulty', ...told },
  ];
}

/** How it is called and for whom it is. */
export const example: Partial<CircuitValues> = {
  kind: 'circuit',
  status: 'in_use',
  platforms: ['BE-VAN'],
  ages: ['adults'],
  targetGroups: ['dual_diagnosis'],
  name: {
    nl: 'Dubbele diagnose in Antwerpen',
    fr: 'Double diagnostic à Anvers',
    de: 'Doppeldiagnose in Antwerpen',
    en: 'Dual diagnosis in Antwerp',
  },
  purpose: {
    nl: 'Wie een verslaving én een psychiatrische aandoening heeft, vindt één weg: van een eerste bezoek thuis tot nazorg, zonder telkens opnieuw te moeten beginnen.',
    fr: 'Qui vit avec une addiction et un trouble psychiatrique trouve un seul chemin : d’une première visite à domicile au suivi, sans devoir chaque fois recommencer.',
    de: 'Wer eine Sucht und eine psychische Erkrankung hat, findet einen Weg: vom ersten Besuch zu Hause bis zur Nachsorge, ohne jedes Mal neu anzufangen.',
    en: 'Whoever has an addiction and a psychiatric disorder finds one way: from a first visit at home to aftercare, without having to start all over each time.',
  },
  definition: {
    nl: 'Het geheel van programma’s en voorzieningen die samen voor deze doelgroep zorgen, met afspraken over wie wat doet.',
  },
};
