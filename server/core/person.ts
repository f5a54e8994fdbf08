/** Roles a membership can give; a person may hold several memberships. */
export const roles = [
  'administrator', // technical: platforms, coordinators, the running system; sees no case
  'coordinator', // of a platform
  'organisationAdministrator', // invites people of one organisation, may sign for it
  'contributor', // keeps one organisation's entries of the care offer current; sees no case
  'caregiver', // bound by professional secrecy, may open and join cases
  'official', // of a reviewing authority: aggregates only
] as const;
export type Role = (typeof roles)[number];

export type BodyKind = 'system' | 'platform' | 'organisation' | 'authority';

/** A current membership, as it is shown and asked about. */
export interface Affiliation {
  membershipId: string;
  role: Role;
  kind: BodyKind;
  bodyId: string;
  bodyName: string;
}

/** The person who is signed in: plain data, made anew for each request and each socket check. */
export interface Person {
  id: string;
  name: string;
  email: string;
  language: string;
  affiliations: Affiliation[];
  /** A second factor is set up. */
  hasSecondFactor: boolean;
  /** The second factor was given in this session (or is not asked in this installation: the demo). */
  secondFactorGiven: boolean;
  sessionId: string;
}

export const hasRole = (person: Person, role: Role): boolean =>
  person.affiliations.some((one) => one.role === role);

/** The bodies for which this person holds the role. */
export const bodiesWithRole = (person: Person, role: Role): Affiliation[] =>
  person.affiliations.filter((one) => one.role === role);
