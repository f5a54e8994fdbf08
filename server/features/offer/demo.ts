import { CareUnitModel } from '../../../models/CareUnit.ts';
import type { OfferKind, Plain } from '../../../models/OfferChange.ts';
import type { ActDraft } from '../../core/acts.ts';
import type { House } from '../../core/house.ts';
import { type Course, countThrough, daysBefore, firstCount } from './demoCourse.ts';
import { loadDemoSuggestion } from './demoSuggestion.ts';
import { addEntry, type Under } from './upkeep/actions.ts';
import { type Maintainer, modelOf } from './upkeep/queries.ts';

type Fields = Record<string, Plain>;

interface DemoUnit {
  fields: Fields;
  /** Positions of its sites in the organisation's list. */
  sites: number[];
  modules: { fields: Fields; course: Course[] }[];
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

/** Days ago on which the numbers of the last year were counted, the oldest first. */
const countedOn = [358, 312, 270, 221, 178, 130, 88, 47, 12];

/** A module and how its numbers went; the last of each is what it says today. */
const module = (
  fields: Fields,
  free: (number | undefined)[] = [],
  waiting: { persons: number[]; weeks: number[] } | null = null,
): DemoUnit['modules'][number] => ({
  fields,
  course: countedOn.flatMap((daysAgo, at): Course[] => {
    const said = {
      ...(free[at] === undefined ? {} : { free: free[at] }),
      ...(waiting ? { persons: waiting.persons[at]!, weeks: waiting.weeks[at]! } : {}),
    };
    return Object.keys(said).length > 0 ? [{ daysAgo, ...said }] : [];
  }),
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
          module(
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
            [6, 5, 7, 4, 2, 1, 0, 2, 3],
            { persons: [5, 7, 6, 9, 12, 16, 18, 15, 14], weeks: [3, 3, 3, 4, 5, 7, 8, 7, 6] },
          ),
          module(
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
            [3, 1, 0, 2, 1, 0, 0, 1, 0],
            { persons: [4, 6, 8, 5, 7, 10, 12, 8, 9], weeks: [4, 5, 7, 5, 6, 9, 10, 8, 8] },
          ),
          module(
            {
              types: ['environment_support'],
              settings: ['ambulatory'],
              ages: ['adults'],
              targetGroups: ['environment'],
              problems: alcoholAndDrugs,
              ...places(5, 20, now),
            },
            [8, 7, undefined, undefined, undefined, undefined, 4, 6, 5],
          ),
          module({
            types: ['diagnostics'],
            settings: ['ambulatory'],
            ages: ['adults'],
            targetGroups: ['dual_diagnosis'],
          }),
          module({
            types: ['aftercare'],
            settings: ['ambulatory'],
            ages: ['adults'],
            problems: alcoholAndDrugs,
          }),
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
          module(
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
            [4, 3, 3, 5, 2, 0, 1, 1, 2],
            { persons: [2, 3, 2, 1, 4, 8, 7, 6, 5], weeks: [1, 2, 1, 1, 3, 5, 4, 4, 3] },
          ),
          module({
            types: ['crisis'],
            settings: ['mobile'],
            ages: ['adults'],
            'exclusion.text': nl('Geen opname'),
            hours: nl('Elke werkdag van 9 tot 21 uur'),
          }),
          module(
            {
              types: ['case_management'],
              settings: ['mobile', 'ambulatory'],
              ages: ['adults'],
              ...places(1, 12, now),
            },
            [0, 2, 1, 1, 0, 0, 2, 2, 1],
          ),
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
        // In Hasselt: of Turnhout the sources in the register say that it has ambulatory help alone.
        fields: { name: 'Noordster, verblijf', kind: 'addiction_centre', centreType: 'detox' },
        sites: [1],
        modules: [
          module(
            {
              types: ['detox'],
              settings: ['residential'],
              ages: ['adults'],
              problems: alcoholAndDrugs,
              'exclusion.groups': ['dual_diagnosis'],
              ...places(1, 10, now, 'beds'),
              ...waiting(11, 5, now),
            },
            [2, 1, 0, 0, 1, 3, 2, 0, 1],
            { persons: [7, 9, 14, 16, 12, 8, 9, 13, 11], weeks: [3, 4, 6, 7, 5, 4, 4, 6, 5] },
          ),
          module(
            {
              types: ['short_residential'],
              settings: ['residential'],
              ages: ['adults'],
              problems: alcoholAndDrugs,
              ...places(0, 16, now, 'beds'),
              ...waiting(22, 12, now),
            },
            [1, 0, 0, 2, 1, 0, 0, 0, 0],
            { persons: [12, 15, 17, 13, 15, 19, 21, 23, 22], weeks: [7, 8, 9, 8, 8, 10, 11, 12, 12] },
          ),
        ],
      },
      {
        fields: { name: 'Noordster, dagprogramma', kind: 'addiction_centre', centreType: 'day_centre' },
        sites: [0, 1],
        modules: [
          module(
            {
              types: ['day_programme', 'day_activation_work_care'],
              settings: ['ambulatory'],
              ages: ['adults'],
              problems: alcoholAndDrugs,
              ...places(4, 30, now),
            },
            [9, 8, 10, 6, 5, 7, 3, 2, 4],
          ),
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
  await loadDemoSuggestion(house, people.debrug, 'demo-de-brug');
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
    const asEntered = daysBefore(unit, countedOn[0]!);
    const add = async (under: Under, fields: Fields): Promise<string> => {
      const { id } = await addEntry(asEntered, by, under, commands(fields));
      made.push({ kind: under.kind, id });
      return id;
    };
    const siteIds: string[] = [];
    for (const site of offer.sites) siteIds.push(await add({ kind: 'site', organisation }, site));
    for (const one of offer.units) {
      const fields = { ...one.fields, siteIds: one.sites.map((at) => siteIds[at]!) };
      const id = await add({ kind: 'unit', organisation }, fields);
      for (const { fields, course } of one.modules) {
        const first = { ...fields, ...firstCount(unit, course) };
        const moduleId = await add({ kind: 'module', unit: id }, first);
        await countThrough(unit, by, moduleId, course, fields);
      }
    }
    const at = new Date(unit.now.getTime() - confirmed * 86_400_000);
    const verified = { at, by: by.id, body: organisation };
    for (const { kind, id } of made)
      await modelOf[kind].updateOne({ _id: id }, { $set: { verified } }, { session: unit.session });
    return null;
  });
}
