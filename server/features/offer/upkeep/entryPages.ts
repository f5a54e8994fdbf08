import type { CareModuleRecord } from '../../../../models/CareModule.ts';
import type { OfferKind } from '../../../../models/OfferChange.ts';
import { nameOn } from '../../../../models/Organisation.ts';
import { type Answer, page } from '../../../core/answers.ts';
import { inLanguage } from '../../../core/i18n.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { paths } from '../../../paths.ts';
import { readerOf } from '../directoryPage.ts';
import type { Reader } from '../wording.ts';
import { emptyValues } from './actions.ts';
import { entryAddress, offerAddress, pluralOf } from './addresses.ts';
import { catalogue, numberFields } from './catalogue.ts';
import { versionOf } from './commands.ts';
import { type Choices, sectionViews } from './fieldViews.ts';
import { valuesOf } from './plain.ts';
import {
  type Maintained,
  moduleTypesInUse,
  offerOf,
  organisationsMaintainedBy,
  requireMaintained,
  unitsOfNobody,
} from './queries.ts';
import { titleOf } from './titles.ts';
import { siteName } from './words.ts';

const byText = (reader: Reader) => (a: { text: string }, b: { text: string }) =>
  a.text.localeCompare(b.text, reader.language);

/** What the fields of a record can point to, for this person. */
export async function choicesFor(
  visit: SignedInVisit<unknown>,
  { kind, record, organisation }: Maintained,
  reader: Reader,
): Promise<Choices> {
  if (kind === 'organisation' || kind === 'site') return {};
  const organisations = await organisationsMaintainedBy(visit.person);
  const named = organisations
    .map((one) => ({ value: one._id, text: nameOn(one, visit.now) }))
    .sort(byText(reader));
  if (kind === 'unit') {
    const { sites } = await offerOf([organisation?._id ?? '']);
    const nowhere = { value: '', text: reader.t('upkeep.noOrganisation') };
    return {
      siteIds: sites.map((one) => ({ value: one._id, text: siteName(one, reader) })),
      organisationId: organisation ? named : [nowhere, ...named],
    };
  }
  const [offer, orphans, types] = await Promise.all([
    offerOf(organisations.map((one) => one._id)),
    organisation ? [] : unitsOfNobody(),
    moduleTypesInUse(),
  ]);
  const units = [...offer.units, ...orphans];
  const nameOf = new Map(named.map((one) => [one.value, one.text]));
  const own = units.find((one) => one._id === (record as unknown as CareModuleRecord).careUnitId);
  const { sites } = await offerOf([own?.organisationId ?? '']);
  return {
    types: types.map((one) => ({ value: one._id, text: inLanguage(one.names, reader.language).text })),
    siteIds: sites
      .filter((one) => own?.siteIds.includes(one._id))
      .map((one) => ({ value: one._id, text: siteName(one, reader) })),
    careUnitId: units
      .map((one) => ({
        value: one._id,
        text: [nameOf.get(one.organisationId ?? ''), one.name].filter(Boolean).join(': '),
      }))
      .sort(byText(reader)),
  };
}

async function formData(visit: SignedInVisit<unknown>, maintained: Maintained, isNumbers: boolean) {
  const reader = readerOf(visit);
  const { kind, record, organisation } = maintained;
  return {
    space: 'network' as const,
    styles: ['/styles/offer.css'],
    scripts: [],
    kind,
    refused: visit.refused,
    sections: sectionViews({
      fields: isNumbers ? numberFields : catalogue[kind],
      values: valuesOf(kind, record),
      version: (field) => versionOf(record, field),
      choices: isNumbers ? {} : await choicesFor(visit, maintained, reader),
      reader,
      refused: visit.refused,
    }),
    home: {
      href: offerAddress(organisation?._id ?? null),
      text: organisation ? nameOn(organisation, visit.now) : reader.t('upkeep.nobody.title'),
    },
    anchor: offerAddress(organisation?._id ?? null, `${kind}-${record._id}`),
  };
}

/** The form of a whole record. @throws NotFound */
export async function entryPage(
  visit: SignedInVisit<unknown>,
  kind: OfferKind,
  id: string | undefined,
): Promise<Answer> {
  const maintained = await requireMaintained(visit.person, kind, id);
  const { record } = maintained;
  return page('offer/upkeep/form', {
    ...(await formData(visit, maintained, false)),
    title: await titleOf(kind, record, readerOf(visit), visit.now),
    lead: visit.t(`upkeep.form.lead.${kind}`),
    target: entryAddress(kind, record._id),
    button: visit.t('upkeep.form.save'),
    historyHref: paths.upkeepHistory({ kind: pluralOf(kind), id: record._id }),
    copyHref: kind === 'module' ? paths.upkeepCopies({ id: record._id }) : null,
    linksHref: kind === 'organisation' ? null : paths.upkeepLinks({ kind: pluralOf(kind), id: record._id }),
  });
}

/** Only what changes week by week. @throws NotFound */
export async function numbersPage(visit: SignedInVisit<unknown>, id: string | undefined): Promise<Answer> {
  const maintained = await requireMaintained(visit.person, 'module', id);
  const { record } = maintained;
  return page('offer/upkeep/form', {
    ...(await formData(visit, maintained, true)),
    title: await titleOf('module', record, readerOf(visit), visit.now),
    lead: visit.t('upkeep.form.lead.numbers'),
    narrow: true,
    target: paths.upkeepNumbers({ id: record._id }),
    button: visit.t('upkeep.form.save'),
    historyHref: null,
    copyHref: null,
    linksHref: null,
  });
}

/** The form of a record that is to be. @throws NotFound */
export async function newPage(
  visit: SignedInVisit<unknown>,
  kind: 'site' | 'unit' | 'module',
  parentId: string | undefined,
): Promise<Answer> {
  const parentKind = kind === 'module' ? 'unit' : 'organisation';
  const parent = await requireMaintained(visit.person, parentKind, parentId);
  const reader = readerOf(visit);
  const values = { ...emptyValues(kind) };
  const draft = { ...parent, kind, record: { _id: '', careUnitId: parent.record._id, changedAt: null } };
  if (kind === 'module') values.siteIds = parent.record.siteIds as string[];
  return page('offer/upkeep/form', {
    space: 'network',
    styles: ['/styles/offer.css'],
    kind,
    refused: visit.refused,
    title: visit.t(`upkeep.new.${kind}`),
    lead: visit.t(`upkeep.form.lead.new`),
    target: visit.request.originalUrl,
    button: visit.t('upkeep.form.add'),
    historyHref: null,
    copyHref: null,
    linksHref: null,
    home: {
      href: offerAddress(parent.organisation?._id ?? null),
      text: parent.organisation ? nameOn(parent.organisation, visit.now) : visit.t('upkeep.nobody.title'),
    },
    anchor: offerAddress(parent.organisation?._id ?? null),
    sections: sectionViews({
      // Where it belongs follows from where it is added.
      fields: catalogue[kind].filter(({ section }) => section !== 'place'),
      values,
      version: () => 0,
      choices: await choicesFor(visit, draft, reader),
      reader,
      refused: visit.refused,
    }),
  });
}
