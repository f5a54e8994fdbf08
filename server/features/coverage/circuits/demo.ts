import { readFileSync } from 'node:fs';
import { CareModuleModel, type CareModuleRecord } from '../../../../models/CareModule.ts';
import { CareUnitModel } from '../../../../models/CareUnit.ts';
import { CircuitModel, type CircuitRecord } from '../../../../models/Circuit.ts';
import { CircuitPartModel } from '../../../../models/CircuitPart.ts';
import { CircuitShareModel } from '../../../../models/CircuitShare.ts';
import { CircuitTransitionModel } from '../../../../models/CircuitTransition.ts';
import {
  type CircuitValues,
  circuitFields,
  type PartValues,
  partFields,
  type ShareValues,
  shareFields,
  type TransitionValues,
  transitionFields,
} from '../../../../models/circuitFields.ts';
import type { CircuitTrace } from '../../../../models/circuitItem.ts';
import type { Catalogue } from '../../../../models/fieldRule.ts';
import type { House } from '../../../core/house.ts';
import { brusselsDay, type LocalisedText } from '../../../core/i18n.ts';
import type { Unit } from '../../../core/unitOfWork.ts';
import { idOf } from '../../offer/ids.ts';
import { emptyValues } from '../fieldValues.ts';

interface SourcedCircuit {
  key: string;
  platforms: string[];
  source: string;
  /** The report names the year alone; the first of it is the earliest it can be. */
  from: string;
  name: LocalisedText;
  purpose: LocalisedText;
}

const id = (key: string): string => idOf('circuit', key);

const filled = <Values>(catalogue: Catalogue, said: Partial<Values>): Values =>
  ({ ...emptyValues(catalogue), ...said }) as Values;

/** A circuit of which only what the report of 2010 says stands there. */
function lizom({ key, ...said }: SourcedCircuit): CircuitRecord {
  const added = { at: new Date('2010-12-31T12:00:00Z'), by: null, body: said.platforms[0]! };
  const values = filled<CircuitValues>(circuitFields, { ...said, kind: 'circuit', status: 'in_use' });
  return { _id: id(key), values, fields: {}, order: [], revision: 0, added };
}

/** The fictional module of an organisation that does this, by its first type. */
async function moduleOf(organisation: string, type: string): Promise<string> {
  const units = await CareUnitModel.find({ organisationId: organisation }, { _id: 1 }).lean<
    { _id: string }[]
  >();
  const found = await CareModuleModel.findOne({
    careUnitId: { $in: units.map((one) => one._id) },
    types: type,
  }).lean<CareModuleRecord | null>();
  return found?._id ?? '';
}

const steps = [
  { key: 'mobile', type: 'assertive_care', partner: 'demo-de-brug' },
  { key: 'diagnosis', type: 'diagnostics', partner: 'demo-de-brug' },
  { key: 'stay', type: '', partner: '' },
  { key: 'day', type: 'day_programme', partner: 'demo-noordster' },
  { key: 'after', type: 'aftercare', partner: 'demo-de-brug' },
];

/** How much, for whom: of the help that is wanted. */
const wanted: Partial<PartValues> = {
  type: 'short_residential',
  note: {
    nl: 'Zes plaatsen voor volwassenen met een dubbele diagnose, in de buurt van Turnhout. Noordster neemt vandaag niemand op die ook een psychose heeft.',
    fr: 'Six places pour des adultes avec un double diagnostic, près de Turnhout. Aujourd’hui, Noordster n’accueille personne qui a aussi une psychose.',
    de: 'Sechs Plätze für Erwachsene mit Doppeldiagnose, in der Nähe von Turnhout. Noordster nimmt heute niemanden auf, der auch eine Psychose hat.',
    en: 'Six places for adults with a dual diagnosis, near Turnhout. Today Noordster admits nobody who also has a psychosis.',
  },
};

/** What partners bring: by part, how many and what, agreed or proposed. */
function sharesOf(now: Date): [part: string, values: Partial<ShareValues>][] {
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

function waysOf(now: Date): Partial<TransitionValues>[] {
  const lastMonths = brusselsDay(new Date(now.getTime() - 60 * 86_400_000));
  const part = (key: string): string => id(`example-${key}`);
  const told = { basis: 'experience', basisOn: lastMonths, basisWords: 'Werkgroep dubbele diagnose' };
  return [
    {
      from: part('mobile'),
      to: part('diagnosis'),
      works: 'well',
      ...told,
      agreedBetween: ['demo-de-brug'],
      rule: { nl: 'Het mobiele team gaat de eerste keer mee.' },
    },
    { from: part('diagnosis'), to: part('stay'), works: 'unknown' },
    {
      from: part('diagnosis'),
      to: part('day'),
      works: 'with_difficulty',
      ...told,
      agreedBetween: ['demo-de-brug', 'demo-noordster'],
      agreement: 'Afsprakennota van de werkgroep',
      rule: { nl: 'De Brug belt, Noordster ziet de persoon binnen de twee weken.' },
    },
    { from: part('stay'), to: part('after'), works: 'unknown' },
    {
      from: part('day'),
      to: part('after'),
      works: 'not',
      basis: 'count',
      basisOn: lastMonths,
      basisWords: 'Geen enkele van elf mensen kwam aan',
      rule: { nl: 'Er is geen afspraak: mensen krijgen een telefoonnummer mee.' },
    },
    { from: part('after'), to: 'housing', toWords: 'Het Baken', works: 'with_difficulty', ...told },
  ];
}

/** A circuit of the fictional organisations in Antwerpen, marked as an example. */
async function loadExample({ session, now }: Unit): Promise<void> {
  const added: CircuitTrace = { at: now, by: null, body: 'BE-VAN' };
  const circuit = id('example');
  const item = { circuit, fields: {}, added, removed: null };
  const said = example();
  const order = steps.map((one) => id(`example-${one.key}`));
  await CircuitModel.create(
    [{ _id: circuit, values: said, fields: {}, order, revision: 0, added, fictional: true as const }],
    { session },
  );
  for (const { key, type, partner } of steps) {
    const module = type === '' ? '' : await moduleOf(partner, type);
    const values = filled<PartValues>(partFields, {
      module,
      partner,
      type: module ? '' : type,
      ...(type ? {} : wanted),
    });
    await CircuitPartModel.create([{ ...item, _id: id(`example-${key}`), values }], { session });
  }
  for (const [part, share] of sharesOf(now)) {
    const values = filled<ShareValues>(shareFields, share);
    const own = { _id: id(`example-${part}-${share.organisation}`), part: id(`example-${part}`) };
    await CircuitShareModel.create([{ ...item, ...own, values }], { session });
  }
  for (const [at, way] of waysOf(now).entries()) {
    const values = filled<TransitionValues>(transitionFields, way);
    await CircuitTransitionModel.create([{ ...item, _id: id(`example-way-${at}`), values }], { session });
  }
}

const example = (): CircuitValues =>
  filled<CircuitValues>(circuitFields, {
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
  });

/** One sourced circuit of 2010, and a fictional one; safe to repeat. */
export async function loadDemoCircuits(house: House): Promise<void> {
  const file = readFileSync(new URL('reference/circuits2010.json', import.meta.url), 'utf8');
  const sourced = lizom(JSON.parse(file) as SourcedCircuit);
  const draftOf = (circuit: string) => ({
    name: 'circuit.added',
    actor: null,
    record: { type: 'circuit', id: circuit },
  });
  if (!(await CircuitModel.exists({ _id: sourced._id })))
    await house.unitOfWork.do(draftOf(sourced._id), async ({ session }) => {
      await CircuitModel.create([sourced], { session });
    });
  if (!(await CircuitModel.exists({ _id: id('example') })))
    await house.unitOfWork.do(draftOf(id('example')), loadExample);
}
