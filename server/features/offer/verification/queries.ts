import { CareModuleModel, type CareModuleRecord } from '../../../../models/CareModule.ts';
import { CareUnitModel, type CareUnitRecord } from '../../../../models/CareUnit.ts';
import { nameOn, type OrganisationRecord } from '../../../../models/Organisation.ts';
import type { Verification } from '../../../../models/provenance.ts';
import type { SiteRecord } from '../../../../models/Site.ts';
import { brusselsDay } from '../../../core/i18n.ts';
import {
  type Maintainer,
  type OwnOffer,
  offerOf,
  organisationsMaintainedBy,
  requireMaintained,
} from '../upkeep/queries.ts';
import { dueOn, isRunning, isWaiting } from '../upkeep/standing.ts';

/** What is confirmed as a whole; an organisation's names are not looked after every half year. */
export type EntryKind = 'site' | 'unit' | 'module';

/** One entry that is confirmed. */
export interface EntryRef {
  kind: EntryKind;
  id: string;
}

/** An entry that waits for a confirmation, or soon will. */
export type WaitingEntry = {
  organisation: OrganisationRecord;
  verified: Verification | null;
} & (
  | { kind: 'site'; record: SiteRecord }
  | { kind: 'unit'; record: CareUnitRecord }
  | { kind: 'module'; record: CareModuleRecord; unit: CareUnitRecord }
);

/** Due first, the oldest before the others; then what nobody ever confirmed; then what is due soon. */
function inOrder(today: string, nameOf: (one: WaitingEntry) => string) {
  const rank = (due: string | null): number => (due === null ? 1 : due <= today ? 0 : 2);
  return (a: WaitingEntry, b: WaitingEntry): number => {
    const [first, second] = [dueOn(a.verified), dueOn(b.verified)];
    return (
      rank(first) - rank(second) ||
      (first ?? '').localeCompare(second ?? '') ||
      nameOf(a).localeCompare(nameOf(b))
    );
  };
}

function entriesOf(offer: OwnOffer, organisations: Map<string, OrganisationRecord>): WaitingEntry[] {
  const units = new Map(offer.units.map((one) => [one._id, one]));
  const ownerOf = (id: string | null): OrganisationRecord => organisations.get(id ?? '')!;
  return [
    ...offer.units.map((record) => ({
      ...{ kind: 'unit' as const, record, verified: record.verified },
      organisation: ownerOf(record.organisationId),
    })),
    ...offer.modules.map((record) => {
      const unit = units.get(record.careUnitId)!;
      return {
        ...{ kind: 'module' as const, record, unit, verified: record.verified },
        organisation: ownerOf(unit.organisationId),
      };
    }),
    ...offer.sites.map((record) => ({
      ...{ kind: 'site' as const, record, verified: record.verified },
      organisation: ownerOf(record.organisationId),
    })),
  ];
}

/** Everything this person keeps current that is due, was never confirmed or is due soon; what matters most first. */
export async function entriesToConfirm(
  person: Maintainer,
  now: Date,
): Promise<{ entries: WaitingEntry[]; organisations: OrganisationRecord[] }> {
  const today = brusselsDay(now);
  const organisations = await organisationsMaintainedBy(person);
  const byId = new Map(organisations.map((one) => [one._id, one]));
  const entries = entriesOf(await offerOf([...byId.keys()]), byId).filter(
    (one) => isWaiting(one, today) && isRunning(one.kind, one.record, today),
  );
  const names = new Map(organisations.map((one) => [one._id, nameOn(one, now)]));
  entries.sort(inOrder(today, (one) => names.get(one.organisation._id) ?? ''));
  return { entries, organisations };
}

/**
 * A site, the units there and the modules given there, as far as they run and are of the same organisation.
 * @throws NotFound
 */
export async function entriesAtSite(
  person: Maintainer,
  siteId: string | undefined,
  now: Date,
): Promise<EntryRef[]> {
  const { record, organisation } = await requireMaintained(person, 'site', siteId);
  const today = brusselsDay(now);
  const here = { siteIds: record._id };
  const units = await CareUnitModel.find({ ...here, organisationId: organisation?._id ?? null }).lean<
    CareUnitRecord[]
  >();
  const ids = units.map((one) => one._id);
  const modules = await CareModuleModel.find({ ...here, careUnitId: { $in: ids } }).lean<
    CareModuleRecord[]
  >();
  const refs = (kind: EntryKind, records: { _id: string }[]): EntryRef[] =>
    records.filter((one) => isRunning(kind, one, today)).map((one) => ({ kind, id: one._id }));
  return [{ kind: 'site', id: record._id }, ...refs('unit', units), ...refs('module', modules)];
}
