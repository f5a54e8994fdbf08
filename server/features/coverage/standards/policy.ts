import type { Person } from '../../../core/person.ts';

/** Whether this person writes the standards and zones of a platform: its coordinators do. Who reads gaps reads them all. */
export const writesFor = (person: Pick<Person, 'affiliations'>, platform: string): boolean =>
  platformsWrittenBy(person).includes(platform);

/** Codes of the platforms whose standards and zones this person writes. */
export const platformsWrittenBy = ({ affiliations }: Pick<Person, 'affiliations'>): string[] => [
  ...new Set(
    affiliations
      .filter((one) => one.role === 'coordinator' && one.kind === 'platform')
      .map((one) => one.bodyId),
  ),
];
