import type { Person } from '../../../core/person.ts';
import { maintainsFor, type Owner } from '../../offer/policy.ts';
import { type Admissions, registersOf } from '../register/policy.ts';

type Asking = Pick<Person, 'affiliations'>;

/** An entry whose unit asked not to be in the public directory. */
export interface Unlisted extends Owner {
  /** Ids of the platforms whose territory it serves. */
  serves: readonly string[];
}

/**
 * Whether this person is told which entry it is: the people of its own organisation, who keeps it current, and the
 * people of a platform whose territory it serves. To everybody else, officials among them, it counts without a name.
 */
export function mayName(person: Asking, admissions: Admissions, entry: Unlisted): boolean {
  const isOwn = person.affiliations.some(
    ({ kind, bodyId }) => kind === 'organisation' && bodyId === entry.organisationId,
  );
  if (isOwn || maintainsFor(person, entry) !== null) return true;
  return registersOf(person, admissions).some(({ platform }) => entry.serves.includes(platform));
}
