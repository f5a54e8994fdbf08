import {
  ageGroups,
  type CareModuleRecord,
  problems,
  settings,
  targetGroups,
} from '../../models/CareModule.ts';
import { type CareUnitRecord, centreTypes } from '../../models/CareUnit.ts';
import type { OrganisationRecord } from '../../models/Organisation.ts';
import type { SiteRecord } from '../../models/Site.ts';
import { readReferenceFiles } from '../../server/features/offer/referenceFiles.ts';
import { allAreas, areaName } from '../../server/geography/geography.ts';
import { type Draws, drawsFrom } from './draws.ts';

/** A made-up care offer: units with their modules, sites and organisations, in the proportions of the reference data. */
export interface MadeUpOffer {
  organisations: OrganisationRecord[];
  sites: SiteRecord[];
  careUnits: CareUnitRecord[];
  careModules: CareModuleRecord[];
}

const { moduleTypes, careOffer } = readReferenceFiles();
const types = moduleTypes.types.map((type) => type.code);
const flemish = new Set(['10000', '20001', '30000', '40000', '70000']);
const municipalities = [...allAreas()]
  .filter((area) => area.level === 'municipality')
  .map((area) => area.nis);
const provinces = [...flemish];
const languages = ['nl', 'fr', 'en', 'ar', 'tr', 'pl', 'de', 'ru'];
/** Whole days: all within the year after which the directory shows an entry only to who asks. */
const verifiedFrom = (Math.floor(Date.now() / 86_400_000) - 360) * 86_400_000;

/** Sentences of the real data, from which stories are put together. */
const sentences = [
  ...moduleTypes.types.flatMap((type) => [type.descriptions.nl, type.searchWords.nl]),
  ...careOffer.units.flatMap((unit) =>
    unit.modules.map((module) => (module.description as { nl?: string } | undefined)?.nl),
  ),
].filter((text) => text !== undefined);

const syllables =
  'berk brug dael dreef duin eik ginder haag hof hoek kamp kant kruis laar linde meer meers mol oever poort rode schans spoor veld ven vliet wal weide wijk wilg zand zicht zonne'.split(
    ' ',
  );

/** A name people could have thought of: "Lindeveld", "Wilgenoever"; some forty thousand of them. */
function aName(draws: Draws): string {
  const name =
    draws.pick(syllables) +
    (draws.chance(0.4) ? 'en' : '') +
    draws.pick(syllables) +
    (draws.chance(0.5) ? draws.pick(syllables) : '');
  return name.charAt(0).toUpperCase() + name.slice(1);
}

const kinds = [
  'CGG',
  'CAW',
  'Dagcentrum',
  'MSOC',
  'Therapeutische gemeenschap',
  'De',
  'Huis',
  'Huisartsenpraktijk',
  'Straathoekwerk',
  'Zelfhulpgroep',
  'Jongerenwerking',
  'Gezinsbegeleiding',
];

/** A list of some values, or null: what nobody wrote down is not known. */
function some<T>(draws: Draws, values: readonly T[], known: number, most: number): T[] | null {
  if (!draws.chance(known)) return null;
  return [...new Set(Array.from({ length: 1 + draws.below(most) }, () => draws.pick(values)))];
}

function aSite(draws: Draws, number: number, organisationId: string): SiteRecord {
  const online = draws.chance(0.04);
  const onlyProvince = draws.chance(0.1);
  const area = online ? '02000' : onlyProvince ? draws.pick(provinces) : draws.pick(municipalities);
  return {
    _id: draws.id(`site${number}`),
    organisationId,
    name: null,
    kind: online ? 'online' : 'building',
    area,
    areaFrom: 'stated',
    areaText: null,
    street: onlyProvince || online ? null : `${aName(draws)}straat ${1 + draws.below(200)}`,
    postcode: null,
    contact: { phone: `0${draws.below(99)} ${draws.below(999_999)}`, email: null, website: null },
    travel: null,
    accessibility: null,
    provenance: { sourceId: careOffer.source.id, on: new Date(careOffer.source.on) },
    verified: null,
    changedAt: null,
  };
}

function aStory(draws: Draws, name: string): { nl: string } {
  const said = Array.from({ length: 1 + draws.below(3) }, () => draws.pick(sentences));
  return { nl: `${name}: ${said.join(' ')}`.slice(0, 600) };
}

function aModule(draws: Draws, number: number, unit: CareUnitRecord, order: number): CareModuleRecord {
  const text = (known: number) => (draws.chance(known) ? { nl: draws.pick(sentences) } : null);
  return {
    _id: draws.id(`module${number}`),
    careUnitId: unit._id,
    siteIds: unit.siteIds,
    name: draws.chance(0.3) ? { nl: `${draws.pick(kinds)} ${aName(draws)}` } : null,
    description: draws.chance(0.6) ? aStory(draws, unit.name) : null,
    types: some(draws, types, 0.9, 2),
    settings: some(draws, settings, 0.9, 2),
    ages: some(draws, ageGroups, 0.7, 2),
    targetGroups: some(draws, targetGroups, 0.4, 2),
    problems: some(draws, problems, 0.6, 4),
    stages: null,
    capacity: draws.chance(0.3)
      ? {
          unit: 'places',
          maximum: draws.below(40),
          funded: null,
          available: draws.below(4),
          updated: new Date(verifiedFrom),
        }
      : null,
    waitingList: draws.chance(0.3)
      ? { persons: null, weeks: draws.below(30), countedOn: new Date(verifiedFrom), note: null }
      : null,
    inclusion: text(0.3),
    exclusion: null,
    admission: text(0.2),
    cost: text(0.2),
    referral: text(0.2),
    catchment: null,
    languages: some(draws, languages, 0.6, 3),
    hours: null,
    status: unit.status,
    statusNote: null,
    from: null,
    until: draws.chance(0.03) ? new Date(Date.UTC(2025, draws.below(12), 1)) : null,
    order,
    provenance: unit.provenance,
    verified: null,
    changedAt: null,
  };
}

function aUnit(draws: Draws, number: number, organisationId: string, sites: SiteRecord[]): CareUnitRecord {
  const [site] = sites;
  const name = `${draws.pick(kinds)} ${aName(draws)}${draws.chance(0.3) ? ` ${areaName(site!.area!, 'nl')}` : ''}`;
  return {
    _id: draws.id(`unit${number}`),
    organisationId,
    kind: draws.chance(0.1) ? 'addiction_centre' : 'other',
    centreType: draws.chance(0.05) ? draws.pick(centreTypes) : null,
    name,
    description: draws.chance(0.7) ? aStory(draws, name) : null,
    seat: draws.pick(provinces),
    siteIds: sites.map((one) => one._id),
    status: draws.chance(0.93) ? 'active' : draws.pick(['planned', 'stopped'] as const),
    statusNote: null,
    catchment: null,
    contact: null,
    listed: true,
    order: number,
    provenance: { sourceId: careOffer.source.id, on: new Date(careOffer.source.on) },
    verified: draws.chance(0.6)
      ? { at: new Date(verifiedFrom + draws.below(355) * 86_400_000), by: 'somebody' }
      : null,
    changedAt: null,
  };
}

/** The same for the same number of modules, always: five modules to three units, as in the reference data. */
export function madeUpOffer(modules: number): MadeUpOffer {
  const draws = drawsFrom(modules);
  const offer: MadeUpOffer = { organisations: [], sites: [], careUnits: [], careModules: [] };
  let organisation: OrganisationRecord | undefined;
  while (offer.careModules.length < modules) {
    const number = offer.careUnits.length;
    if (!organisation || draws.chance(2 / 3)) {
      organisation = {
        _id: draws.id(`organisation${number}`),
        names: [{ name: `vzw ${aName(draws)}`, from: null, until: null }],
        actorType: null,
        description: null,
        provenance: null,
        changedAt: null,
      };
      offer.organisations.push(organisation);
    }
    const organisationId = organisation._id;
    const sites = Array.from({ length: draws.chance(0.2) ? 2 : 1 }, (_one, at) =>
      aSite(draws, number * 2 + at, organisationId),
    );
    const unit = aUnit(draws, number, organisationId, sites);
    offer.sites.push(...sites);
    offer.careUnits.push(unit);
    for (let order = 0; order < draws.pick([1, 1, 2, 2, 2] as const) + (draws.chance(0.03) ? 2 : 0); order++)
      offer.careModules.push(aModule(draws, offer.careModules.length, unit, order));
  }
  return offer;
}
