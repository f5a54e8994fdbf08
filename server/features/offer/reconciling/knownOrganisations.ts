import { CareUnitModel, type CareUnitRecord } from '../../../../models/CareUnit.ts';
import { OrganisationModel, type OrganisationRecord } from '../../../../models/Organisation.ts';
import { SiteModel, type SiteRecord } from '../../../../models/Site.ts';
import { CandidateIndex, candidateOf } from './candidates.ts';

const grouped = <One extends { organisationId: string | null }>(all: One[]): Map<string, One[]> => {
  const groups = new Map<string, One[]>();
  for (const one of all) {
    const group = groups.get(one.organisationId!);
    if (group) group.push(one);
    else groups.set(one.organisationId!, [one]);
  }
  return groups;
};

const day = (at: Date | null): string | null => at?.toISOString().slice(0, 10) ?? null;

/** Names of today and of before, and those of the units. @param today YYYY-MM-DD */
const namesOf = (one: OrganisationRecord, units: CareUnitRecord[], today: string) => [
  ...one.names.map(({ name, from, until }) => ({
    ...{ text: name, from: day(from), until: day(until) },
    kind: until !== null && day(until)! <= today ? ('formerName' as const) : ('name' as const),
  })),
  ...units.map(({ name }) => ({ text: name, kind: 'unitName' as const })),
];

/** Everything organisations can be known again by, also units that asked not to be listed. @param today YYYY-MM-DD */
export async function candidates(today: string): Promise<CandidateIndex> {
  const belonging = { organisationId: { $ne: null } };
  const [organisations, sites, units] = await Promise.all([
    OrganisationModel.find().lean<OrganisationRecord[]>(),
    SiteModel.find(belonging).lean<SiteRecord[]>(),
    CareUnitModel.find(belonging).lean<CareUnitRecord[]>(),
  ]);
  const [sitesOf, unitsOf] = [grouped(sites), grouped(units)];
  return new CandidateIndex(
    organisations.map((one) => {
      const [own, theirs] = [sitesOf.get(one._id) ?? [], unitsOf.get(one._id) ?? []];
      return candidateOf({
        ...{ id: one._id, names: namesOf(one, theirs, today), places: own },
        enterpriseNumber: one.enterpriseNumber ?? null,
        recognitionNumber: one.recognitionNumber ?? null,
        contacts: [...own, ...theirs].flatMap(({ contact }) => contact ?? []),
      });
    }),
  );
}
