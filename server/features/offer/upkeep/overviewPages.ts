import { type CareModuleRecord, statusOn } from '../../../../models/CareModule.ts';
import type { CareUnitRecord } from '../../../../models/CareUnit.ts';
import { ModuleTypeModel, type ModuleTypeRecord } from '../../../../models/ModuleType.ts';
import type { OfferKind } from '../../../../models/OfferChange.ts';
import { nameOn, type OrganisationRecord } from '../../../../models/Organisation.ts';
import type { SiteRecord } from '../../../../models/Site.ts';
import { type Answer, page, redirect } from '../../../core/answers.ts';
import { NotFound } from '../../../core/errors.ts';
import { hasRole, type Person } from '../../../core/person.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { paths } from '../../../paths.ts';
import { personNames } from '../../network/queries.ts';
import { readerOf } from '../directoryPage.ts';
import { openSuggestions, openSuggestionsFor } from '../suggestions/queries.ts';
import { capacityOf, listed, moduleTitle, placeOf, type Reader, waitingOf } from '../wording.ts';
import { entryAddress, nobody, offerAddress, pluralOf } from './addresses.ts';
import {
  modulesOf,
  type OwnOffer,
  offerOf,
  organisationsMaintainedBy,
  requireMaintained,
  sitesWith,
  unitsOfNobody,
} from './queries.ts';
import { isRunning, isWaiting } from './standing.ts';
import { trustView } from './trust.ts';
import { siteName } from './words.ts';

/** Every organisation this person keeps entries of; who has only one goes straight there. */
export async function organisationsPage(visit: SignedInVisit): Promise<Answer> {
  const organisations = await organisationsMaintainedBy(visit.person);
  const coordinates = hasRole(visit.person as Person, 'coordinator');
  const [only] = organisations;
  if (only && organisations.length === 1 && !coordinates) return redirect(offerAddress(only._id));
  const reader = readerOf(visit);
  const [offer, orphans, suggestions] = await Promise.all([
    offerOf(organisations.map((one) => one._id)),
    coordinates ? unitsOfNobody() : [],
    openSuggestionsFor(visit.person),
  ]);
  const suggested = await openSuggestions(idsOf(offer));
  const rows = organisations.map((one) => organisationRow(one, offer, reader, visit.now, suggested));
  rows.sort((a, b) => a.name.localeCompare(b.name, reader.language));
  return page('offer/upkeep/organisations', {
    title: visit.t('upkeep.title'),
    space: 'network',
    styles: ['/styles/offer.css'],
    organisations: rows,
    suggestions,
    orphans: orphans.length,
    orphansHref: paths.upkeepOffer({ id: nobody }),
    dueHref: paths.upkeepDue(),
    listsHref: coordinates ? paths.reconciliations() : null,
  });
}

const waits = (
  kind: OfferKind,
  one: CareUnitRecord | CareModuleRecord | SiteRecord,
  { today }: Reader,
): boolean => isWaiting(one, today) && isRunning(kind, one, today);

const idsOf = ({ sites, units, modules }: OwnOffer): string[] =>
  [...sites, ...units, ...modules].map((one) => one._id);

const sumOf = (ids: string[], counts: ReadonlyMap<string, number>): number =>
  ids.reduce((sum, id) => sum + (counts.get(id) ?? 0), 0);

function organisationRow(
  organisation: OrganisationRecord,
  offer: OwnOffer,
  reader: Reader,
  now: Date,
  suggested: ReadonlyMap<string, number>,
) {
  const units = offer.units.filter((one) => one.organisationId === organisation._id);
  const unitIds = new Set(units.map((one) => one._id));
  const modules = offer.modules.filter((one) => unitIds.has(one.careUnitId));
  const sites = offer.sites.filter((one) => one.organisationId === organisation._id);
  return {
    name: nameOn(organisation, now),
    href: offerAddress(organisation._id),
    actorType: organisation.actorType,
    modules: modules.length,
    suggestions: sumOf(idsOf({ sites, units, modules }), suggested),
    waiting: modules.filter((one) => waits('module', one, reader)).length,
  };
}

/** Everything one organisation offers, with what wants to be looked at. @throws NotFound */
export async function offerPage(visit: SignedInVisit): Promise<Answer> {
  const { params, person, now, t } = visit;
  const isNobody = params.id === nobody;
  if (isNobody && !hasRole(person as Person, 'coordinator')) throw new NotFound();
  const found = isNobody ? null : await requireMaintained(person, 'organisation', params.id);
  const organisation = found?.organisation ?? null;
  const offer = organisation ? await offerOf([organisation._id]) : await offerOfNobody();
  const reader = readerOf(visit);
  const everything = [...offer.units, ...offer.sites, ...offer.modules];
  const waiting = [
    ...offer.units.filter((one) => waits('unit', one, reader)),
    ...offer.modules.filter((one) => waits('module', one, reader)),
    ...offer.sites.filter((one) => waits('site', one, reader)),
  ].length;
  const people = await personNames(everything.flatMap((one) => (one.verified ? [one.verified.by] : [])));
  const moduleTypes = await ModuleTypeModel.find().lean<ModuleTypeRecord[]>();
  return page('offer/upkeep/offer', {
    title: organisation ? nameOn(organisation, now) : t('upkeep.nobody.title'),
    lead: organisation ? null : t('upkeep.nobody.lead'),
    space: 'network',
    styles: ['/styles/offer.css'],
    editHref: organisation ? entryAddress('organisation', organisation._id) : null,
    addSiteHref: organisation ? paths.upkeepSites({ id: organisation._id }) : null,
    addUnitHref: organisation ? paths.upkeepUnits({ id: organisation._id }) : null,
    waiting,
    dueHref: organisation && waiting > 0 ? paths.upkeepDue({ organisation: organisation._id }) : null,
    total: everything.length,
    suggestions: sumOf(idsOf(offer), await openSuggestions(idsOf(offer))),
    units: offer.units.map((one) => unitView(one, offer, moduleTypes, reader, people)),
    sites: offer.sites.map((one) => siteView(one, offer, reader, people)),
  });
}

/** What belongs to nobody has no organisation to be found by, but its units. */
async function offerOfNobody(): Promise<OwnOffer> {
  const units = await unitsOfNobody();
  const [modules, sites] = await Promise.all([
    modulesOf(units.map((one) => one._id)),
    sitesWith(units.flatMap((one) => one.siteIds)),
  ]);
  return { units, modules, sites };
}

const actionsOf = (kind: 'site' | 'unit' | 'module', id: string) => ({
  id: `${kind}-${id}`,
  editHref: entryAddress(kind, id),
  historyHref: paths.upkeepHistory({ kind: pluralOf(kind), id }),
  confirmAction: paths.upkeepConfirmation({ kind: pluralOf(kind), id }),
  reviewHref: paths.upkeepReview({ kind: pluralOf(kind), id }),
});

function unitView(
  unit: CareUnitRecord,
  offer: OwnOffer,
  moduleTypes: ModuleTypeRecord[],
  reader: Reader,
  people: Map<string, string>,
) {
  const places = offer.sites.filter((site) => unit.siteIds.includes(site._id));
  return {
    ...actionsOf('unit', unit._id),
    name: unit.name,
    status: unit.status,
    listed: unit.listed,
    kind: reader.t(`offer.kind.${unit.kind}`),
    places: listed([...new Set(places.map((site) => placeOf(site, reader)))], reader),
    trust: trustView(unit, reader, people),
    sheetHref: unit.listed ? paths.offerEntry({ id: unit._id }) : null,
    addHref: paths.upkeepModules({ id: unit._id }),
    modules: offer.modules
      .filter((one) => one.careUnitId === unit._id)
      .map((one) => moduleRow(one, moduleTypes, reader, people)),
  };
}

function moduleRow(
  module: CareModuleRecord,
  moduleTypes: ModuleTypeRecord[],
  reader: Reader,
  people: Map<string, string>,
) {
  return {
    ...actionsOf('module', module._id),
    title: moduleTitle(module, { moduleTypes }, reader).text,
    status: statusOn(module, reader.today),
    capacity: capacityOf(module, reader),
    waiting: waitingOf(module, reader),
    trust: trustView(module, reader, people),
    numbersHref: paths.upkeepNumbers({ id: module._id }),
  };
}

const siteView = (site: SiteRecord, offer: OwnOffer, reader: Reader, people: Map<string, string>) => ({
  ...actionsOf('site', site._id),
  name: siteName(site, reader),
  kind: reader.t(`upkeep.siteKind.${site.kind}`),
  place: placeOf(site, reader),
  units: offer.units.filter((unit) => unit.siteIds.includes(site._id)).map((unit) => unit.name),
  trust: trustView(site, reader, people),
  wholeAction: paths.upkeepSiteConfirmation({ id: site._id }),
});
