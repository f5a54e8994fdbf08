import { AuthorityModel, type AuthorityRecord } from '../../../../models/Authority.ts';
import { MembershipModel, type MembershipRecord } from '../../../../models/Membership.ts';
import { nameOn, OrganisationModel, type OrganisationRecord } from '../../../../models/Organisation.ts';
import { PlatformModel, type PlatformRecord } from '../../../../models/Platform.ts';
import { inLanguage, type Language } from '../../../core/i18n.ts';
import { bodiesWithRole, type Person } from '../../../core/person.ts';
import { platformsSeen } from '../policy.ts';
import { admittedBy } from './queries.ts';

export interface PlatformRow {
  id: string;
  name: string;
  coordinators: number;
  organisations: number;
}

/** The platforms this person looks after, in the order of the source. */
export async function platformsSeenBy(person: Person, language: Language): Promise<PlatformRow[]> {
  const seen = platformsSeen(person);
  const platforms = await PlatformModel.find(seen ? { _id: { $in: seen } } : {})
    .sort({ order: 1 })
    .lean<PlatformRecord[]>();
  const ids = platforms.map((platform) => platform._id);
  const [memberships, organisations] = await Promise.all([
    MembershipModel.find({ body: { $in: ids }, role: 'coordinator', current: true }).lean<
      MembershipRecord[]
    >(),
    OrganisationModel.find({ 'admissions.platform': { $in: ids } }).lean<OrganisationRecord[]>(),
  ]);
  return platforms.map(({ _id: id, names }) => ({
    id,
    name: inLanguage(names, language).text,
    coordinators: memberships.filter((one) => one.body === id).length,
    organisations: organisations.filter((one) => admittedBy(one).includes(id)).length,
  }));
}

export const platformRecord = (id: string): Promise<PlatformRecord | null> =>
  PlatformModel.findById(id).lean<PlatformRecord | null>().exec();

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
  const found = await OrganisationModel.find(filter).lean<OrganisationRecord[]>();
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
