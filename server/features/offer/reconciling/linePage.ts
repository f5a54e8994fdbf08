import { actorTypes, nameOn } from '../../../../models/Organisation.ts';
import {
  type ListField,
  type ListValues,
  listFields,
  type ReconciliationRecord,
} from '../../../../models/Reconciliation.ts';
import type { Proposal } from '../../../../models/ReconciliationPart.ts';
import type { Upkeep } from '../../../../models/upkeep.ts';
import { type Answer, page } from '../../../core/answers.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { paths } from '../../../paths.ts';
import { readerOf } from '../directoryPage.ts';
import { maintainsFor } from '../policy.ts';
import { entryAddress, offerAddress } from '../upkeep/addresses.ts';
import { fieldOf } from '../upkeep/catalogue.ts';
import { versionOf } from '../upkeep/commands.ts';
import type { Stored } from '../upkeep/plain.ts';
import { saidOf } from '../upkeep/words.ts';
import { placeOf } from '../wording.ts';
import { actorTypeOf, type Difference, differenceKey } from './differences.ts';
import { organisationsOf, requireReconciliation, standingLine, unlistedUnits } from './queries.ts';
import type { Ours, StandingLine } from './standing.ts';
import { reasonViews } from './words.ts';

type Visit = SignedInVisit<unknown>;

/** What the list says, field by field. */
const saidView = (values: ListValues, { t }: Visit) =>
  listFields.flatMap((field: ListField) =>
    values[field] ? [{ label: t(`reconciling.field.${field}`), text: values[field] }] : [],
  );

function oursView(organisation: Stored, ours: Ours, visit: Visit) {
  const reader = readerOf(visit);
  const said = (field: string) =>
    saidOf(fieldOf('organisation', field)!, (organisation[field] as never) ?? null, reader, new Map());
  const sites = (ours.sites.get(organisation._id) ?? []) as never as Parameters<typeof placeOf>[0][];
  const dated = saidOf(fieldOf('organisation', 'names')!, datesIn(organisation), reader, new Map());
  const places = sites.map((site) =>
    [site.street, [site.postcode, placeOf(site, reader)].filter(Boolean).join(' ')]
      .filter(Boolean)
      .join(', '),
  );
  return {
    name: nameOn(organisation as never, visit.now),
    names: dated.length > 1 ? dated.map(({ text }) => text) : [],
    facts: ['enterpriseNumber', 'recognitionNumber', 'actorType'].flatMap((field) =>
      said(field).map(({ text }) => ({ label: visit.t(`upkeep.fields.${field}`), text })),
    ),
    places: [...new Set(places)].slice(0, 6),
    href: offerAddress(organisation._id),
  };
}

const datesIn = (organisation: Stored) =>
  (organisation.names as { name: string; from: Date | null; until: Date | null }[]).map(
    ({ name, from, until }) => ({
      ...{ name, from: from?.toISOString().slice(0, 10) ?? null },
      until: until?.toISOString().slice(0, 10) ?? null,
    }),
  );

const proposalView = ({ organisation, isSure, reasons }: Proposal, ours: Ours, visit: Visit) => ({
  id: organisation,
  isSure,
  reasons: reasonViews(reasons, readerOf(visit)),
  ...oursView(ours.organisations.get(organisation)!, ours, visit),
});

function differenceView(one: Difference, organisation: Stored, ours: Ours, visit: Visit) {
  const reader = readerOf(visit);
  const { kind, id, field, theirs } = one;
  const known = fieldOf(kind, field)!;
  const record =
    kind === 'organisation'
      ? organisation
      : ours.sites.get(organisation._id)?.find((site) => site._id === id);
  const key = differenceKey(one);
  const typed = visit.refused?.values[`choice_${key}`];
  return {
    key,
    label: visit.t(`upkeep.fields.${field}`),
    isNewSite: kind === 'site' && id === null,
    ours: saidOf(known, one.ours, reader, new Map()),
    theirs: theirs === null ? [{ text: one.raw, lang: null }] : saidOf(known, theirs, reader, new Map()),
    mayTake: theirs !== null,
    base: record ? versionOf(record as never as Upkeep, field) : 0,
    chosen: typeof typed === 'string' ? typed : 'later',
    wrong: visit.refused?.errors[`difference_${field}`] ?? null,
  };
}

/** One line beside what it may be, or is. @throws NotFound */
export async function linePage(visit: Visit): Promise<Answer> {
  const { person, params, t, refused } = visit;
  const record = await requireReconciliation(person, params.id);
  const standing = await standingLine(record, params.row);
  const { line, decision, group } = standing;
  const address = { id: record._id, row: String(line.row) };
  const { day } = readerOf(visit);
  const isSame =
    decision?.state === 'same' && group !== 'listOnly' && group !== 'sure' && group !== 'perhaps';
  return page('offer/reconciling/line', {
    ...{ title: line.values.name, space: 'network', styles: ['/styles/offer.css'], refused },
    list: t('reconciling.listOf', { source: record.source, day: day(new Date(record.date)) }),
    listHref: paths.reconciliation({ id: record._id }),
    groupHref: paths.reconciliation({ id: record._id }, { group }),
    row: line.row,
    said: saidView(line.values, visit),
    state: isSame ? 'same' : decision?.state === 'aside' ? 'aside' : 'open',
    aside: decision?.reason ?? null,
    decideAction: paths.listLineDecision(address),
    ...(isSame ? await sameView(standing, record, visit) : await openView(standing, record, visit)),
    settleAction: paths.listLineDifferences(address),
    addAction: paths.listLineOrganisation(address),
  });
}

async function sameView(
  { decision, ours, differences }: StandingLine & { ours: Ours },
  _: ReconciliationRecord,
  visit: Visit,
) {
  const organisation = ours.organisations.get(decision!.organisation!)!;
  const admittedBy = ((organisation.admissions ?? []) as { platform: string }[]).map((one) => one.platform);
  const owner = { organisationId: organisation._id, admittedBy };
  return {
    organisation: oursView(organisation, ours, visit),
    editHref: entryAddress('organisation', organisation._id),
    mayTake: maintainsFor(visit.person, owner) !== null,
    unlisted: await unlistedUnits(organisation._id),
    differences: differences.map((one) => differenceView(one, organisation, ours, visit)),
    ...{ proposals: [], choices: [], actors: [], actorType: '' },
  };
}

async function openView(
  { line, proposals, ours }: StandingLine & { ours: Ours },
  record: ReconciliationRecord,
  visit: Visit,
) {
  const { language, now, t } = visit;
  const proposed = new Set(proposals.map((one) => one.organisation));
  const others = (await organisationsOf(record.platform)).filter((one) => !proposed.has(one._id));
  const choices = others.map((one) => ({ value: one._id, text: nameOn(one, now) }));
  choices.sort((a, b) => a.text.localeCompare(b.text, language));
  const actors = actorTypes.map((code) => ({
    value: code as string,
    text: t(`accounts.actorTypes.${code}`),
  }));
  return {
    ...{ organisation: null, editHref: null, mayTake: false, unlisted: 0, differences: [] },
    proposals: proposals.map((one) => proposalView(one, ours, visit)),
    choices: [{ value: '', text: t('reconciling.line.choose') }, ...choices],
    actors: [{ value: '', text: t('reconciling.line.choose') }, ...actors],
    actorType: (line.values.type && actorTypeOf(line.values.type)) ?? '',
  };
}
