import type { ClientSession } from 'mongodb';
import { MembershipModel, type MembershipRecord } from '../../../models/Membership.ts';
import { nameOn, OrganisationModel, type OrganisationRecord } from '../../../models/Organisation.ts';
import { PersonModel, type PersonRecord } from '../../../models/Person.ts';
import { PlatformModel, type PlatformRecord } from '../../../models/Platform.ts';
import type { House } from '../../core/house.ts';
import { inLanguage, type Language, translator } from '../../core/i18n.ts';
import type { Role } from '../../core/person.ts';

/** An organisation or platform that can take part in something. */
export interface Partner {
  id: string;
  kind: 'organisation' | 'platform';
  name: string;
}

/** Someone of a partner, by the role they take part in. */
export interface PartnerPerson {
  personId: string;
  name: string;
  body: string;
  role: 'caregiver' | 'coordinator';
}

/** The platforms an organisation is admitted to, and the organisations admitted to those: its surroundings. */
export async function partnersAround(
  house: House,
  organisationId: string,
  language: Language,
): Promise<Partner[]> {
  const own = await OrganisationModel.findById(organisationId).lean<OrganisationRecord>();
  const platformIds = (own?.admissions ?? []).map((admission) => admission.platform);
  const [platforms, organisations] = await Promise.all([
    PlatformModel.find({ _id: { $in: platformIds } }).lean<PlatformRecord[]>(),
    OrganisationModel.find({ 'admissions.platform': { $in: platformIds } }).lean<OrganisationRecord[]>(),
  ]);
  const now = house.clock.now();
  const partners: Partner[] = organisations.map((one) => ({
    id: one._id,
    kind: 'organisation',
    name: nameOn(one, now),
  }));
  partners.sort((a, b) => a.name.localeCompare(b.name, language));
  for (const one of platforms)
    partners.push({ id: one._id, kind: 'platform', name: platformName(one, language) });
  return partners;
}

/** A platform is called by its territory, so the word for what it is goes before it. */
const platformName = (platform: PlatformRecord, language: Language): string =>
  translator(language)('general.platformName', { name: inLanguage(platform.names, language).text });

/** Names of bodies by id, also of those that left. */
export async function bodyNames(
  house: House,
  ids: string[],
  language: Language,
): Promise<Map<string, string>> {
  const [organisations, platforms] = await Promise.all([
    OrganisationModel.find({ _id: { $in: ids } }).lean<OrganisationRecord[]>(),
    PlatformModel.find({ _id: { $in: ids } }).lean<PlatformRecord[]>(),
  ]);
  const now = house.clock.now();
  return new Map([
    ...organisations.map((one) => [one._id, nameOn(one, now)] as const),
    ...platforms.map((one) => [one._id, platformName(one, language)] as const),
  ]);
}

/** Names of people by id. */
export async function personNames(ids: string[]): Promise<Map<string, string>> {
  const people = await PersonModel.find({ _id: { $in: ids } }, { name: 1 }).lean<PersonRecord[]>();
  return new Map(people.map((person) => [person._id, person.name]));
}

/** The caregivers of these organisations and the coordinators of these platforms, by name. */
export async function peopleOfPartners(partners: Partner[], language: Language): Promise<PartnerPerson[]> {
  const kindOf = new Map(partners.map((partner) => [partner.id, partner.kind]));
  const memberships = await MembershipModel.find({
    body: { $in: [...kindOf.keys()] },
    role: { $in: ['caregiver', 'coordinator'] },
    current: true,
  }).lean<MembershipRecord[]>();
  const fitting = memberships.filter(
    (one) => kindOf.get(one.body) === (one.role === 'coordinator' ? 'platform' : 'organisation'),
  );
  const names = await personNames(fitting.map((one) => one.person));
  const people = fitting.map((one) => ({
    personId: one.person,
    name: names.get(one.person) ?? '',
    body: one.body,
    role: one.role as PartnerPerson['role'],
  }));
  return people.sort((a, b) => a.name.localeCompare(b.name, language));
}

/** Somebody who gets a mail from the house. */
export interface Addressee {
  id: string;
  email: string;
  language: Language;
}

/** Everybody who holds one of these roles for one of these bodies, or for any, now; each once. */
export async function addresseesOf(bodies: string[] | 'any', roles: Role[]): Promise<Addressee[]> {
  const memberships = await MembershipModel.find({
    ...(bodies === 'any' ? {} : { body: { $in: bodies } }),
    role: { $in: roles },
    current: true,
  }).lean<MembershipRecord[]>();
  const ids = [...new Set(memberships.map((one) => one.person))];
  const people = await PersonModel.find({ _id: { $in: ids } }, { email: 1, language: 1 }).lean<
    PersonRecord[]
  >();
  return people.map(({ _id, email, language }) => ({ id: _id, email, language }));
}

/** Everybody who belongs to these organisations or platforms now, by name; each once for each of them. */
export async function peopleOf(bodies: readonly string[], language: Language) {
  const memberships = await MembershipModel.find({ body: { $in: bodies }, current: true }).lean<
    MembershipRecord[]
  >();
  const names = await personNames(memberships.map((one) => one.person));
  const pairs = new Map(memberships.map((one) => [`${one.person} ${one.body}`, one]));
  return [...pairs.values()]
    .map(({ person, body }) => ({ person, body, name: names.get(person) ?? '' }))
    .sort((a, b) => a.name.localeCompare(b.name, language));
}

/** Who holds one of these roles, or any, now: for these bodies, or of these people; once for each role and body. */
export async function currentMembers(
  of: { bodies: readonly string[] } | { people: readonly string[] },
  roles: Role[] | 'any',
  session: ClientSession | null = null,
): Promise<{ body: string; role: Role; addressee: Addressee }[]> {
  const memberships = await MembershipModel.find({
    ...('bodies' in of ? { body: { $in: of.bodies } } : { person: { $in: of.people } }),
    ...(roles === 'any' ? {} : { role: { $in: roles } }),
    current: true,
  })
    .session(session)
    .lean<MembershipRecord[]>();
  const ids = [...new Set(memberships.map((one) => one.person))];
  const people = await PersonModel.find({ _id: { $in: ids } }, { email: 1, language: 1 })
    .session(session)
    .lean<PersonRecord[]>();
  const known = new Map(people.map(({ _id: id, email, language }) => [id, { id, email, language }]));
  return memberships.flatMap(({ body, role, person }) => {
    const addressee = known.get(person);
    return addressee ? [{ body, role, addressee }] : [];
  });
}
