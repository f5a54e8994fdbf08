import type { ClientSession } from 'mongodb';
import { CareUnitModel } from '../../../../models/CareUnit.ts';
import { ListDecisionModel, type ListDecisionRecord } from '../../../../models/ListDecision.ts';
import { OrganisationModel, type OrganisationRecord } from '../../../../models/Organisation.ts';
import { ReconciliationModel, type ReconciliationRecord } from '../../../../models/Reconciliation.ts';
import {
  type ListLine,
  ReconciliationPartModel,
  type ReconciliationPartRecord,
} from '../../../../models/ReconciliationPart.ts';
import { SiteModel } from '../../../../models/Site.ts';
import { NotFound } from '../../../core/errors.ts';
import type { Person } from '../../../core/person.ts';
import { fold } from '../../../geography/fold.ts';
import type { Stored } from '../upkeep/plain.ts';
import { nameKey } from './naming.ts';
import { decisionOn, decisionsByKey, type Ours, type StandingLine, standingOf } from './standing.ts';

type Session = ClientSession | null;

/** The platforms whose lists somebody sees. */
export const platformsCoordinated = (person: Pick<Person, 'affiliations'>): string[] =>
  person.affiliations.filter((one) => one.role === 'coordinator').map((one) => one.bodyId);

/** By what a list is known again in a newer one. */
export const sourceKey = (source: string): string => fold(source);

/** @throws NotFound for what does not exist and for another platform's, alike. */
export async function requireReconciliation(
  person: Pick<Person, 'affiliations'>,
  id: string | undefined,
): Promise<ReconciliationRecord> {
  const found = await ReconciliationModel.findById(id ?? '').lean<ReconciliationRecord | null>();
  if (!found || !platformsCoordinated(person).includes(found.platform)) throw new NotFound();
  return found;
}

/** The lists of these platforms, the newest first, without their rows. */
export const reconciliationsOf = (platforms: string[]): Promise<ReconciliationRecord[]> =>
  ReconciliationModel.find({ platform: { $in: platforms } }, { rows: 0 })
    .sort({ at: -1 })
    .limit(50)
    .lean<ReconciliationRecord[]>()
    .exec();

/** The lists that something was taken from, by id. */
export async function listsNamed(ids: string[]): Promise<Map<string, { source: string; date: string }>> {
  const found = await ReconciliationModel.find({ _id: { $in: ids } }, { source: 1, date: 1 }).lean();
  return new Map(found.map(({ _id, source, date }) => [_id, { source, date }]));
}

export async function linesOf(id: string, session: Session = null): Promise<ListLine[]> {
  const parts = await ReconciliationPartModel.find({ reconciliation: id })
    .sort({ place: 1 })
    .session(session)
    .lean<ReconciliationPartRecord[]>();
  return parts.flatMap((one) => one.lines);
}

export const decisionsFor = (
  { platform, source }: Pick<ReconciliationRecord, 'platform' | 'source'>,
  session: Session = null,
): Promise<ListDecisionRecord[]> =>
  ListDecisionModel.find({ platform, source: sourceKey(source) })
    .session(session)
    .lean<ListDecisionRecord[]>()
    .exec();

/** These organisations with their sites. */
async function oursWith(ids: string[], session: Session): Promise<Ours> {
  const among = [...new Set(ids)];
  const [organisations, all] = await Promise.all([
    OrganisationModel.find({ _id: { $in: among } })
      .session(session)
      .lean<Stored[]>(),
    SiteModel.find({ organisationId: { $in: among } })
      .session(session)
      .lean<Stored[]>(),
  ]);
  const sites = new Map<string, Stored[]>();
  for (const one of all) {
    const id = one.organisationId as string;
    sites.set(id, [...(sites.get(id) ?? []), one]);
  }
  return { organisations: new Map(organisations.map((one) => [one._id, one])), sites };
}

/** Every line of a list as it stands now, and the organisations of the platform that are in none of them. */
export async function standingLines(record: ReconciliationRecord) {
  const [lines, decided] = await Promise.all([linesOf(record._id), decisionsFor(record)]);
  const decisions = decisionsByKey(decided);
  const named = lines.flatMap((line) => line.proposals.map((one) => one.organisation));
  const ours = await oursWith([...named, ...decided.flatMap((one) => one.organisation ?? [])], null);
  const standing = lines.map((line) => standingOf(line, decisionOn(line, decisions), ours, record.date));
  const found = new Set(
    standing.flatMap(({ decision, proposals, group }) =>
      decision?.organisation
        ? [decision.organisation]
        : group === 'aside'
          ? []
          : proposals.map((one) => one.organisation),
    ),
  );
  const admitted = await OrganisationModel.find({ 'admissions.platform': record.platform }).lean<
    OrganisationRecord[]
  >();
  return { standing, ours, oursOnly: admitted.filter((one) => !found.has(one._id)) };
}

/** One line as it stands. @throws NotFound */
export async function standingLine(
  record: ReconciliationRecord,
  row: string | undefined,
  session: Session = null,
): Promise<StandingLine & { ours: Ours }> {
  const line = (await linesOf(record._id, session)).find((one) => String(one.row) === row);
  if (!line) throw new NotFound();
  const decision = decisionOn(line, decisionsByKey(await decisionsFor(record, session)));
  const ids = [
    ...line.proposals.map((one) => one.organisation),
    ...(decision?.organisation ? [decision.organisation] : []),
  ];
  const ours = await oursWith(ids, session);
  return { ...standingOf(line, decision, ours, record.date), ours };
}

/** Whether a unit of this name asked not to be listed: then no list brings it in. */
export async function isUnlisted(name: string, session: Session): Promise<boolean> {
  const units = await CareUnitModel.find({ listed: false }, { name: 1 }).session(session).lean();
  return units.some((one) => nameKey(one.name) === nameKey(name));
}

/** Organisations of a platform to choose from. */
export const organisationsOf = (platform: string): Promise<OrganisationRecord[]> =>
  OrganisationModel.find({ 'admissions.platform': platform }).lean<OrganisationRecord[]>().exec();

/** How many units of an organisation asked not to be listed. */
export const unlistedUnits = (organisationId: string): Promise<number> =>
  CareUnitModel.countDocuments({ organisationId, listed: false }).exec();
