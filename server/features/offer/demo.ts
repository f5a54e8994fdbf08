import { CareUnitModel } from '../../../models/CareUnit.ts';
import type { OfferKind, Plain } from '../../../models/OfferChange.ts';
import type { ActDraft } from '../../core/acts.ts';
import type { House } from '../../core/house.ts';
import type { Person } from '../../core/person.ts';
import { addEntry, type Under } from './upkeep/actions.ts';
import { modelOf } from './upkeep/queries.ts';

type Maintainer = Pick<Person, 'id' | 'affiliations'>;
type Fields = Record<string, Plain>;

interface DemoUnit {
  fields: Fields;
  /** Positions of its sites in the organisation's list. */
  sites: number[];
  modules: Fields[];
}

interface DemoOffer {
  organisation: string;
  by: Maintainer;
  /** Confirmed so many days ago. */
  confirmed: number;
  sites: Fields[];
  units: DemoUnit[];
}

const nl = (text: string): Plain => ({ nl: text });

/** Numbers of a module, counted so many days before the demo was filled. */
const counted = (daysAgo: number, now: Date): string =>
  new Date(now.getTime() - daysAgo * 86_400_000).toISOString().slice(0, 10);

const places = (available: number | null, maximum: number, now: Date, unit = 'places'): Fields => ({
  'capacity.available': available,
  'capacity.maximum': maximum,
  'capacity.unit': unit,
  'capacity.updated': counted(12, now),
});

const waiting = (persons: number, weeks: number, now: Date): Fields => ({
  'waitingList.persons': persons,
  'waitingList.weeks': weeks,
  'waitingList.countedOn': counted(12, now),
});

const alcoholAndDrugs = ['alcohol', 'illegal_drugs', 'cannabis', 'medicines'];

/** Made up from beginning to end: names, addresses, numbers. */
function deBrug(by: Maintainer, now: Date): DemoOffer {
  return {
    organisation: 'demo-de-brug',
    by,
    confirmed: 214,
    sites: [
      {
        name: nl('De Brug Berchem'),
        kind: 'building',
        street: 'Voorbeeldstraat 12',
        postcode: '2600',
        area: '11002',
        accessibility: nl('Drempelvrij, lift tot de tweede verdieping'),
        travel: nl('Op vijf minuten van het station'),
        'contact.phone': '03 000 00 00',
      },
      {
        name: nl('De Brug Mechelen'),
        kind: 'building',
        street: 'Voorbeeldlei 3',
        postcode: '2800',
        area: '12025',
      },
    ],
    units: [
      {
        fields: {
          name: 'De Brug, team verslaving',
          kind: 'addiction_centre',
          centreType: 'mental_health_centre',
          description: nl('Gesprekken en behandeling bij verslaving, in Berchem en Mechelen.'),
          'contact.website': 'https://debrug.example',
          'catchment.areas': ['11000', '12000'],
        },
        sites: [0, 1],
        modules: [
          {
            types: ['ambulatory_counselling'],
            settings: ['ambulatory'],
            ages: ['adults', 'elderly'],
            targetGroups: [],
            problems: alcoholAndDrugs,
            languages: ['nl', 'fr', 'en'],
            referral: nl('Je kunt zelf bellen, of laat je huisarts bellen.'),
            cost: nl('11 euro per gesprek, 4 euro met verhoogde tegemoetkoming'),
            ...places(3, 60, now),
            ...waiting(14, 6, now),
          },
          {
            name: nl('Jong geleerd'),
            types: ['early_detection_intervention', 'ambulatory_counselling'],
            settings: ['ambulatory', 'online'],
            ages: ['children_youth'],
            targetGroups: ['young_users', 'parents'],
            problems: ['cannabis', 'gaming', 'alcohol'],
            languages: ['nl'],
            ...places(0, 25, now),
            ...waiting(9, 8, now),
          },
          {
            types: ['environment_support'],
            settings: ['ambulatory'],
            ages: ['adults'],
            targetGroups: ['environment'],
            problems: alcoholAndDrugs,
            ...places(5, 20, now),
          },
          {
            types: ['diagnostics'],
            settings: ['ambulatory'],
            ages: ['adults'],
            targetGroups: ['dual_diagnosis'],
          },
          { types: ['aftercare'], settings: ['ambulatory'], ages: ['adults'], problems: alcoholAndDrugs },
        ],
      },
      {
        fields: {
          name: 'De Brug, mobiel team',
          kind: 'other',
          description: nl('Komt naar mensen toe die de weg naar hulp niet vinden.'),
          'catchment.areas': ['11000'],
        },
        sites: [0],
        modules: [
          {
            types: ['outreach', 'assertive_care'],
            settings: ['mobile'],
            ages: ['adults'],
            targetGroups: ['homeless', 'dual_diagnosis'],
            problems: alcoholAndDrugs,
            'exclusion.groups': [],
            ...places(2, 18, now),
            ...waiting(5, 3, now),
          },
          {
            types: ['crisis'],
            settings: ['mobile'],
            ages: ['adults'],
            'exclusion.text': nl('Geen opname'),
            hours: nl('Elke werkdag van 9 tot 21 uur'),
          },
          {
            types: ['case_management'],
            settings: ['mobile', 'ambulatory'],
            ages: ['adults'],
            ...places(1, 12, now),
          },
        ],
      },
    ],
  };
}

function noordster(by: Maintainer, now: Date): DemoOffer {
  return {
    organisation: 'demo-noordster',
    by,
    confirmed: 40,
    sites: [
      { name: nl('Noordster Turnhout'), kind: 'building', postcode: '2300', area: '13040' },
      { name: nl('Noordster Hasselt'), kind: 'building', postcode: '3500', area: '71072' },
    ],
    units: [
      {
        fields: { name: 'Noordster, verblijf', kind: 'addiction_centre', centreType: 'detox' },
        sites: [0],
        modules: [
          {
            types: ['detox'],
            settings: ['residential'],
            ages: ['adults'],
            problems: alcoholAndDrugs,
            'exclusion.groups': ['dual_diagnosis'],
            ...places(1, 10, now, 'beds'),
            ...waiting(11, 5, now),
          },
          {
            types: ['short_residential'],
            settings: ['residential'],
            ages: ['adults'],
            problems: alcoholAndDrugs,
            ...places(0, 16, now, 'beds'),
            ...waiting(22, 12, now),
          },
        ],
      },
      {
        fields: { name: 'Noordster, dagprogramma', kind: 'addiction_centre', centreType: 'day_centre' },
        sites: [0, 1],
        modules: [
          {
            types: ['day_programme', 'day_activation_work_care'],
            settings: ['ambulatory'],
            ages: ['adults'],
            problems: alcoholAndDrugs,
            ...places(4, 30, now),
          },
        ],
      },
    ],
  };
}

/** Who keeps the fictional entries. */
export interface DemoMaintainers {
  debrug: Maintainer;
  noordster: Maintainer;
}

/** Loads the fictional offer; what is there already is left as people made it. */
export async function loadDemoOffer(house: House, people: DemoMaintainers): Promise<void> {
  const now = house.clock.now();
  for (const offer of [deBrug(people.debrug, now), noordster(people.noordster, now)]) {
    if (!(await CareUnitModel.exists({ organisationId: offer.organisation }))) await load(house, offer);
  }
}

const commands = (fields: Fields) =>
  Object.entries(fields).map(([field, value]) => ({ field, value, base: 0 }));

async function load(house: House, offer: DemoOffer): Promise<void> {
  const { organisation, by, confirmed } = offer;
  const draft: ActDraft = {
    name: 'organisation.demoLoaded',
    actor: { personId: by.id, bodyId: organisation },
    record: { type: 'organisation', id: organisation },
  };
  await house.unitOfWork.do(draft, async (unit) => {
    const made: { kind: OfferKind; id: string }[] = [];
    const add = async (under: Under, fields: Fields): Promise<string> => {
      const { id } = await addEntry(unit, by, under, commands(fields));
      made.push({ kind: under.kind, id });
      return id;
    };
    const siteIds: string[] = [];
    for (const site of offer.sites) siteIds.push(await add({ kind: 'site', organisation }, site));
    for (const one of offer.units) {
      const fields = { ...one.fields, siteIds: one.sites.map((at) => siteIds[at]!) };
      const id = await add({ kind: 'unit', organisation }, fields);
      for (const module of one.modules) await add({ kind: 'module', unit: id }, module);
    }
    const at = new Date(unit.now.getTime() - confirmed * 86_400_000);
    const verified = { at, by: by.id, body: organisation };
    for (const { kind, id } of made)
      await modelOf[kind].updateOne({ _id: id }, { $set: { verified } }, { session: unit.session });
    return null;
  });
}
