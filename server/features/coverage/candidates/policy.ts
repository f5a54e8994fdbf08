import { hasRole, type Person } from '../../../core/person.ts';
import { permission } from '../../../core/policy.ts';

/** Coordinators say of their own platform's candidates that they are none. */
export const mayDismissFor = (person: Pick<Person, 'affiliations'>, platform: string): boolean =>
  person.affiliations.some(
    ({ role, kind, bodyId }) => role === 'coordinator' && kind === 'platform' && bodyId === platform,
  );

export const candidateDismissing = permission('candidateDismissing', (person) =>
  hasRole(person, 'coordinator'),
);
