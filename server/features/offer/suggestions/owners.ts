import { CareModuleModel, type CareModuleRecord } from '../../../../models/CareModule.ts';
import { CareUnitModel, type CareUnitRecord } from '../../../../models/CareUnit.ts';
import { OfferSuggestionModel, type OfferSuggestionRecord } from '../../../../models/OfferSuggestion.ts';
import { SiteModel, type SiteRecord } from '../../../../models/Site.ts';
import { hasRole, type Person } from '../../../core/person.ts';
import { maintainedAmong } from '../upkeep/queries.ts';

/** A suggestion that waits for a decision, and whose entry it is about; null for an entry of nobody. */
export interface OpenSuggestion extends Pick<OfferSuggestionRecord, '_id' | 'kind' | 'recordId' | 'madeAt'> {
  owner: string | null;
}

type About = Pick<OfferSuggestionRecord, 'kind' | 'recordId'>;

/** The organisation of each entry, by its id: few questions, however large the offer. What is gone is absent. */
async function ownersOf(entries: readonly About[]): Promise<Map<string, string | null>> {
  const idsOf = (kind: About['kind']): string[] =>
    entries.filter((one) => one.kind === kind).map((one) => one.recordId);
  const [modules, sites] = await Promise.all([
    CareModuleModel.find({ _id: { $in: idsOf('module') } }, { careUnitId: 1 }).lean<CareModuleRecord[]>(),
    SiteModel.find({ _id: { $in: idsOf('site') } }, { organisationId: 1 }).lean<SiteRecord[]>(),
  ]);
  const unitIds = [...new Set([...idsOf('unit'), ...modules.map((one) => one.careUnitId)])];
  const units = await CareUnitModel.find({ _id: { $in: unitIds } }, { organisationId: 1 }).lean<
    CareUnitRecord[]
  >();
  const owners = new Map([...units, ...sites].map((one) => [one._id, one.organisationId ?? null]));
  for (const { _id, careUnitId } of modules) {
    const owner = owners.get(careUnitId);
    if (owner !== undefined) owners.set(_id, owner);
  }
  return owners;
}

/** Everything that waits for a decision, the longest first. */
export async function openSuggestionsWithOwners(): Promise<OpenSuggestion[]> {
  const open = await OfferSuggestionModel.find({ decidedAt: null }, { kind: 1, recordId: 1, madeAt: 1 })
    .sort({ madeAt: 1 })
    .lean<Omit<OpenSuggestion, 'owner'>[]>();
  if (open.length === 0) return [];
  return withOwners(open, await ownersOf(open));
}

const withOwners = <T extends About>(entries: T[], owners: ReadonlyMap<string, string | null>) =>
  entries.flatMap((one) => {
    const owner = owners.get(one.recordId);
    return owner === undefined ? [] : [{ ...one, owner }];
  });

export function byOwner(open: readonly OpenSuggestion[]): Map<string | null, OpenSuggestion[]> {
  const groups = new Map<string | null, OpenSuggestion[]>();
  for (const one of open) groups.set(one.owner, [...(groups.get(one.owner) ?? []), one]);
  return groups;
}

/** Those of entries this person keeps: as the policy of the entries says. */
async function ownTo<T extends { owner: string | null }>(
  person: Person,
  entries: readonly T[],
): Promise<T[]> {
  if (entries.length === 0) return [];
  const owners = new Set(entries.flatMap(({ owner }) => owner ?? []));
  const own = await maintainedAmong(person, [...owners]);
  const coordinates = hasRole(person, 'coordinator');
  return entries.filter(({ owner }) => (owner === null ? coordinates : own.has(owner)));
}

/** What waits for this person, the longest first. */
export const openSuggestionsOf = async (person: Person): Promise<OpenSuggestion[]> =>
  ownTo(person, await openSuggestionsWithOwners());

/** Ids of this person's entries about which something was decided. */
export async function decidedEntriesOf(person: Person): Promise<string[]> {
  const decided = await OfferSuggestionModel.find(
    { decidedAt: { $ne: null } },
    { kind: 1, recordId: 1 },
  ).lean<About[]>();
  const owned = withOwners(decided, await ownersOf(decided));
  return [...new Set((await ownTo(person, owned)).map((one) => one.recordId))];
}
