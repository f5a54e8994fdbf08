import { AuthorityModel, type AuthorityRecord } from '../../../../models/Authority.ts';
import { MembershipModel, type MembershipRecord } from '../../../../models/Membership.ts';
import { nameOn, Organisation, type OrganisationRecord } from '../../../../models/Organisation.ts';
import { Platform, type PlatformRecord } from '../../../../models/Platform.ts';
import { NotFound } from '../../../core/errors.ts';
import { inLanguage, type Language } from '../../../core/i18n.ts';
import { type BodyKind, bodiesWithRole, type Person, type Role } from '../../../core/person.ts';
import { administers, type Body, coordinates, maySeeBody, platformsSeen } from '../policy.ts';
import { type BodyRef, bodyNames, systemBody } from '../queries.ts';

export const theSystem: Body = { kind: 'system', id: systemBody, admittedBy: [], hasAdministrator: true };

/** The platforms that admitted an organisation, the first one first. */
const admittedBy = (organisation: OrganisationRecord): string[] =>
  [...(organisation.admissions ?? [])]
    .sort((a, b) => a.at.getTime() - b.at.getTime())
    .map((one) => one.platform);

/** The bodies people can be members of, as the policy asks about them; what does not exist is absent. */
export async function bodiesOf(refs: BodyRef[]): Promise<(ref: BodyRef) => Body | undefined> {
  const ids = refs.filter((ref) => ref.kind === 'organisation').map((ref) => ref.body);
  const [organisations, administered] = await Promise.all([
    Organisation.find({ _id: { $in: ids } }).lean<OrganisationRecord[]>(),
    MembershipModel.distinct('body', {
      body: { $in: ids },
      role: 'organisationAdministrator',
      current: true,
    }),
  ]);
  const byId = new Map(organisations.map((one) => [one._id, one]));
  return ({ kind, body: id }) => {
    if (kind !== 'organisation') return { kind, id, admittedBy: [], hasAdministrator: true };
    const found = byId.get(id);
    return found && { kind, id, admittedBy: admittedBy(found), hasAdministrator: administered.includes(id) };
  };
}

/** What a person is now, with the bodies as the policy asks about them. */
export async function membershipsWithBodies(personId: string): Promise<{ role: Role; body: Body }[]> {
  const rows = await MembershipModel.find({ person: personId, current: true }).lean<MembershipRecord[]>();
  const find = await bodiesOf(rows);
  return rows.flatMap((row) => {
    const body = find(row);
    return body ? [{ role: row.role, body }] : [];
  });
}

export interface SeenBody extends Body {
  name: string;
}

/** A body whose people this person may look at. @throws NotFound for the others, whether they exist or not. */
export async function requireBody(
  visit: { person: Person; language: Language; now: Date },
  kind: BodyKind,
  id: string | undefined,
): Promise<SeenBody> {
  const ref = { kind, body: id ?? '' };
  const [find, nameOf] = await Promise.all([bodiesOf([ref]), bodyNames([ref], visit.language, visit.now)]);
  const body = find(ref);
  const name = nameOf(ref);
  const exists = kind === 'system' || kind === 'organisation' || name !== ref.body;
  if (!body || !exists || !maySeeBody(visit.person, body)) throw new NotFound();
  return { ...body, name };
}

export interface PlatformRow {
  id: string;
  name: string;
  coordinators: number;
  organisations: number;
}

/** The platforms this person looks after, in the order of the source. */
export async function platformsSeenBy(person: Person, language: Language): Promise<PlatformRow[]> {
  const seen = platformsSeen(person);
  const platforms = await Platform.find(seen ? { _id: { $in: seen } } : {})
    .sort({ order: 1 })
    .lean<PlatformRecord[]>();
  const ids = platforms.map((platform) => platform._id);
  const [memberships, organisations] = await Promise.all([
    MembershipModel.find({ body: { $in: ids }, role: 'coordinator', current: true }).lean<
      MembershipRecord[]
    >(),
    Organisation.find({ 'admissions.platform': { $in: ids } }).lean<OrganisationRecord[]>(),
  ]);
  return platforms.map(({ _id: id, names }) => ({
    id,
    name: inLanguage(names, language).text,
    coordinators: memberships.filter((one) => one.body === id).length,
    organisations: organisations.filter((one) => admittedBy(one).includes(id)).length,
  }));
}

export const platformRecord = (id: string): Promise<PlatformRecord | null> =>
  Platform.findById(id).lean<PlatformRecord | null>().exec();

export interface OrganisationRow {
  id: string;
  name: string;
  actorType: string | null;
  people: number;
}

/** The organisations this person looks after: those they administer and those their platforms admitted. */
export async function organisationsSeenBy(person: Person, now: Date): Promise<OrganisationRow[]> {
  const own = bodiesWithRole(person, 'organisationAdministrator').map((one) => one.bodyId);
  const platforms = bodiesWithRole(person, 'coordinator').map((one) => one.bodyId);
  return organisationRows(
    { $or: [{ _id: { $in: own } }, { 'admissions.platform': { $in: platforms } }] },
    now,
  );
}

/** The organisations a platform admitted, for its coordinators and for administrators. */
export const organisationsAdmittedTo = (platform: string, now: Date): Promise<OrganisationRow[]> =>
  organisationRows({ 'admissions.platform': platform }, now);

/** What a coordinator can choose from: organisations of the inventory this platform did not admit yet. */
export const organisationsToAdmit = (platform: string, now: Date): Promise<OrganisationRow[]> =>
  organisationRows({ 'admissions.platform': { $ne: platform } }, now);

async function organisationRows(filter: Record<string, unknown>, now: Date): Promise<OrganisationRow[]> {
  const found = await Organisation.find(filter).lean<OrganisationRecord[]>();
  const ids = found.map((one) => one._id);
  const members = await MembershipModel.find({ body: { $in: ids }, current: true }).lean<
    MembershipRecord[]
  >();
  const rows = found.map((one) => ({
    id: one._id,
    name: nameOn(one, now),
    actorType: one.actorType,
    people: new Set(members.filter((row) => row.body === one._id).map((row) => row.person)).size,
  }));
  return rows.sort((a, b) => a.name.localeCompare(b.name));
}

/** @throws NotFound */
export async function requireAuthority(person: Person, id: string | undefined): Promise<AuthorityRecord> {
  const found = administers(person) ? await AuthorityModel.findById(id).lean<AuthorityRecord | null>() : null;
  if (!found) throw new NotFound();
  return found;
}

export async function authoritiesSeen(
  language: Language,
): Promise<{ id: string; name: string; officials: number }[]> {
  const [authorities, officials] = await Promise.all([
    AuthorityModel.find().lean<AuthorityRecord[]>(),
    MembershipModel.find({ role: 'official', current: true }).lean<MembershipRecord[]>(),
  ]);
  const rows = authorities.map(({ _id: id, names }) => ({
    id,
    name: inLanguage(names, language).text,
    officials: officials.filter((one) => one.body === id).length,
  }));
  return rows.sort((a, b) => a.name.localeCompare(b.name));
}

/** @throws NotFound for everyone who does not coordinate the platform. */
export function requireOwnPlatform(person: Person, id: string | undefined): string {
  if (!coordinates(person, id)) throw new NotFound();
  return id ?? '';
}
