import { hasRole, type Person } from '../../core/person.ts';
import { permission } from '../../core/policy.ts';

/** Whose an entry is, as far as the policy asks. */
export interface Owner {
  /** Null for what came from a source and belongs to no organisation we know. */
  organisationId: string | null;
  /** The platforms that admitted the organisation. */
  admittedBy: string[];
}

type Asking = Pick<Person, 'affiliations'>;

/**
 * The body for which this person may keep an entry current, or null. The organisation's own people come first; the
 * coordinator of a platform that works with it may help, and its history says so. What belongs to nobody may be
 * looked after by any coordinator, who can hand it to the organisation it is of.
 */
export function maintainsFor(person: Asking, owner: Owner): string | null {
  const own = person.affiliations.find(
    (one) =>
      (one.role === 'organisationAdministrator' || one.role === 'contributor') &&
      one.kind === 'organisation' &&
      one.bodyId === owner.organisationId,
  );
  if (own) return own.bodyId;
  const helping = person.affiliations.find(
    (one) =>
      one.role === 'coordinator' && (owner.organisationId === null || owner.admittedBy.includes(one.bodyId)),
  );
  return helping?.bodyId ?? null;
}

/** Everybody who keeps entries of the care offer current. */
export const offerUpkeep = permission(
  'offerUpkeep',
  (person) =>
    hasRole(person, 'organisationAdministrator') ||
    hasRole(person, 'contributor') ||
    hasRole(person, 'coordinator'),
);

/** Laying an official list beside the organisations of a platform is its coordinators' work: nobody else sees the list. */
export const offerReconciliation = permission('offerReconciliation', (person) =>
  hasRole(person, 'coordinator'),
);

/** Where somebody may see boards: of the platforms they coordinate, and by the organisations whose entries they keep. */
export function boardsOf(person: Asking): { own: string[]; through: string[] } {
  const bodies = (roles: string[]): string[] =>
    person.affiliations.filter((one) => roles.includes(one.role)).map((one) => one.bodyId);
  return { own: bodies(['coordinator']), through: bodies(['organisationAdministrator', 'contributor']) };
}

/**
 * The board is for those who keep it true: the platform's coordinators, and whoever keeps entries of an organisation
 * it admitted. Each number stands in the public directory too, at its own entry; side by side, with last year's
 * course, they would read as a ranking of houses to who does not know them.
 */
export function mayFollowBoard(person: Asking, platform: string, admitted: readonly string[]): boolean {
  const { own, through } = boardsOf(person);
  return own.includes(platform) || through.some((id) => admitted.includes(id));
}
