import type { ClientSession } from 'mongodb';
import { AuthorityModel, type AuthorityRecord } from '../../../models/Authority.ts';
import { MembershipModel, type MembershipRecord } from '../../../models/Membership.ts';
import { nameOn, OrganisationModel, type OrganisationRecord } from '../../../models/Organisation.ts';
import { PersonModel, type PersonRecord } from '../../../models/Person.ts';
import { PlatformModel, type PlatformRecord } from '../../../models/Platform.ts';
import { inLanguage, type Language } from '../../core/i18n.ts';
import type { Affiliation, BodyKind } from '../../core/person.ts';

/** The system itself as a body: what administrators are members of. */
export const systemBody = 'schakel';

export interface BodyRef {
  kind: BodyKind;
  body: string;
}

const keyOf = ({ kind, body }: BodyRef): string => `${kind}:${body}`;

/** The names of bodies in the reader's language; answers a lookup that gives the id of a body it does not know. */
export async function bodyNames(
  refs: BodyRef[],
  language: Language,
  now: Date,
): Promise<(ref: BodyRef) => string> {
  const idsOf = (kind: BodyKind) => [
    ...new Set(refs.filter((ref) => ref.kind === kind).map((ref) => ref.body)),
  ];
  const [platforms, organisations, authorities] = await Promise.all([
    findNamed(idsOf('platform'), (_id) => PlatformModel.find({ _id }).lean<PlatformRecord[]>().exec()),
    findNamed(idsOf('organisation'), (_id) =>
      OrganisationModel.find({ _id }).lean<OrganisationRecord[]>().exec(),
    ),
    findNamed(idsOf('authority'), (_id) => AuthorityModel.find({ _id }).lean<AuthorityRecord[]>().exec()),
  ]);
  const names = new Map<string, string>([[`system:${systemBody}`, 'Schakel']]);
  for (const one of platforms) names.set(`platform:${one._id}`, inLanguage(one.names, language).text);
  for (const one of authorities) names.set(`authority:${one._id}`, inLanguage(one.names, language).text);
  for (const one of organisations) names.set(`organisation:${one._id}`, nameOn(one, now));
  return (ref) => names.get(keyOf(ref)) ?? ref.body;
}

async function findNamed<T>(ids: string[], find: (filter: { $in: string[] }) => Promise<T[]>): Promise<T[]> {
  return ids.length > 0 ? find({ $in: ids }) : [];
}

/** What people are now, and for whom, by person id: each one's oldest membership first. */
export async function affiliationsOf(
  personIds: string[],
  language: Language,
  now: Date,
): Promise<Map<string, Affiliation[]>> {
  const rows = await MembershipModel.find({ person: { $in: personIds }, current: true })
    .sort({ since: 1, _id: 1 })
    .lean<MembershipRecord[]>();
  const nameOf = await bodyNames(rows, language, now);
  const byPerson = new Map<string, Affiliation[]>();
  for (const row of rows) {
    const { _id: membershipId, role, kind, body: bodyId } = row;
    const held = byPerson.get(row.person) ?? [];
    byPerson.set(row.person, [...held, { membershipId, role, kind, bodyId, bodyName: nameOf(row) }]);
  }
  return byPerson;
}

/** An account as it is kept, for this feature's own actions. */
export const accountById = (id: string): Promise<PersonRecord | null> =>
  PersonModel.findById(id).lean<PersonRecord | null>().exec();

export const accountByEmail = (email: string): Promise<PersonRecord | null> =>
  PersonModel.findOne({ email: email.trim().toLowerCase() }).lean<PersonRecord | null>().exec();

export const belongsSomewhere = async (personId: string): Promise<boolean> =>
  (await MembershipModel.exists({ person: personId, current: true })) !== null;

/** How often all sessions of this person were ended; -1 for who belongs nowhere any more. */
export async function sessionEpochOf(
  personId: string,
  session: ClientSession | null = null,
): Promise<number> {
  const person = await PersonModel.findById(personId).session(session).lean<PersonRecord>();
  const belongs = await MembershipModel.exists({ person: personId, current: true }).session(session);
  return person && belongs ? person.sessionEpoch : -1;
}
