import { type BodyKind, bodiesWithRole, hasRole, type Person, type Role } from '../../core/person.ts';
import { permission } from '../../core/policy.ts';

/** A body people can be members of, as far as the policy asks about it. */
export interface Body {
  kind: BodyKind;
  id: string;
  /** For an organisation: the platforms that admitted it, the first one first. */
  admittedBy: string[];
  /** For an organisation: somebody is its administrator now. */
  hasAdministrator: boolean;
}

type Asking = Pick<Person, 'affiliations'>;

const holds = (person: Asking, role: Role, kind: BodyKind, bodyId: string): boolean =>
  person.affiliations.some((one) => one.role === role && one.kind === kind && one.bodyId === bodyId);

export const administers = (person: Asking): boolean => hasRole(person as Person, 'administrator');

export const coordinates = (person: Asking, platformId: string | undefined): boolean =>
  platformId !== undefined && holds(person, 'coordinator', 'platform', platformId);

/**
 * The roles of this body this person looks after: ends memberships, hands over a new password.
 * Of the platforms that admitted an organisation only the first looks after its administrators: otherwise
 * any platform could take over an organisation, and its cases, by admitting it.
 */
export function rolesLookedAfter(person: Asking, body: Body): Role[] {
  const roles: Role[] = [];
  if (administers(person)) {
    if (body.kind === 'system') roles.push('administrator');
    if (body.kind === 'platform') roles.push('coordinator');
    if (body.kind === 'authority') roles.push('official');
  }
  if (body.kind !== 'organisation') return roles;
  if (holds(person, 'organisationAdministrator', 'organisation', body.id)) {
    return ['caregiver', 'contributor', 'organisationAdministrator'];
  }
  return coordinates(person, body.admittedBy[0]) ? ['organisationAdministrator'] : roles;
}

/** The roles this person may invite somebody to in this body. */
export function rolesToInvite(person: Asking, body: Body): Role[] {
  const roles = rolesLookedAfter(person, body);
  const orphan = body.kind === 'organisation' && !body.hasAdministrator;
  const admitted = body.admittedBy.some((platform) => coordinates(person, platform));
  return roles.length === 0 && orphan && admitted ? ['organisationAdministrator'] : roles;
}

export const mayInviteTo = (person: Asking, body: Body, role: Role): boolean =>
  rolesToInvite(person, body).includes(role);

export const mayEndMembership = (person: Asking, body: Body, role: Role): boolean =>
  rolesLookedAfter(person, body).includes(role);

/**
 * Whether this person may hand somebody a link to choose a new password. Whoever holds it could act as the other,
 * so it is only for who looks after a membership in every body the other belongs to.
 */
export const mayHandOverReset = (person: Asking, memberships: { role: Role; body: Body }[]): boolean =>
  memberships.length > 0 &&
  memberships.every(({ body }) =>
    memberships.some(
      (one) =>
        one.body.kind === body.kind && one.body.id === body.id && mayEndMembership(person, body, one.role),
    ),
  );

/** Who may open the page of a body where its people are looked after. */
export function maySeeBody(person: Asking, body: Body): boolean {
  if (body.kind === 'platform' && coordinates(person, body.id)) return true;
  if (body.kind === 'organisation' && body.admittedBy.some((one) => coordinates(person, one))) return true;
  return rolesLookedAfter(person, body).length > 0;
}

export const mayAdmitTo = (person: Asking, platformId: string): boolean => coordinates(person, platformId);

/** Ids of the platforms whose pages this person may open; null for all. */
export const platformsSeen = (person: Person): string[] | null =>
  administers(person) ? null : bodiesWithRole(person, 'coordinator').map((one) => one.bodyId);

export const administration = permission('administration', administers);

export const coordination = permission('coordination', (person) => hasRole(person, 'coordinator'));

export const platformCare = permission(
  'platformCare',
  (person) => administers(person) || hasRole(person, 'coordinator'),
);

export const organisationCare = permission(
  'organisationCare',
  (person) => hasRole(person, 'organisationAdministrator') || hasRole(person, 'coordinator'),
);

/** Everybody who looks after somebody's memberships. */
export const peopleCare = permission(
  'peopleCare',
  (person) => platformCare.permits(person) || hasRole(person, 'organisationAdministrator'),
);
