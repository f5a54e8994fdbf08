import { hasRole } from '../../../core/person.ts';
import { permission } from '../../../core/policy.ts';

/** The table of all searches. Beside a gap its readers see how often that help was looked for. */
export const demandReading = permission(
  'demandReading',
  (person) => hasRole(person, 'coordinator') || hasRole(person, 'official'),
);
