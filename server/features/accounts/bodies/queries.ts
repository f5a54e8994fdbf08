import { AuthorityModel, type AuthorityRecord } from '../../../../models/Authority.ts';
import { MembershipModel, type MembershipRecord } from '../../../../models/Membership.ts';
import { OrganisationModel, type OrganisationRecord } from '../../../../models/Organisation.ts';
import { NotFound } from '../../../core/errors.ts';
import type { Language } from '../../../core/i18n.ts';
import type { BodyKind, Person, Role } from '../../../core/person.ts';
import { administers, type Body, coordinates, maySeeBody } from '../policy.ts';
import { type BodyRef, bodyNames, systemBody } from '../queries.ts';

export const theSystem: Body = { kind: 'system', id: systemBody, admittedBy: [], hasAdministrator: true };

/** The platforms that admitted an organisation, the first one first. */
export const admittedBy = (organisation: OrganisationRecord): string[] =>
  [...(organisation.admissions ?? [])]
    .sort((a, b) => a.at.getTime() - b.at.getTime())
    .map((one) => one.platform);

/** The bodies people can be members of, as the policy asks about them; what does not exist is absent. */
export async function bodiesOf(refs: BodyRef[]): Promise<(ref: BodyRef) => Body | undefined> {
  const ids = refs.filter((ref) => ref.kind === 'organisation').map((ref) => ref.body);
  const [organisations, administered] = await Promise.all([
    OrganisationModel.find({ _id: { $in: ids } }).lean<OrganisationRecord[]>(),
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

/** @throws NotFound */
export async function requireAuthority(person: Person, id: string | undefined): Promise<AuthorityRecord> {
  const found = administers(person) ? await AuthorityModel.findById(id).lean<AuthorityRecord | null>() : null;
  if (!found) throw new NotFound();
  return found;
}

/** @throws NotFound for everyone who does not coordinate the platform. */
export function requireOwnPlatform(person: Person, id: string | undefined): string {
  if (!coordinates(person, id)) throw new NotFound();
  return id ?? '';
}
