import { hasRole, type Person, type Role } from '../../../core/person.ts';
import { permission } from '../../../core/policy.ts';

type Asking = Pick<Person, 'affiliations'>;

/** The platforms that admitted each organisation of a person, by the organisation's id. */
export type Admissions = ReadonlyMap<string, readonly string[]>;

/** What somebody may do with a gap, and for which body they do it. */
export interface GapRights {
  read: boolean;
  /** Reports, and takes part in the discussion. */
  contribute: boolean;
  /** Changes fields and evidence, takes the steps. */
  write: boolean;
  /** Sees which person said or did something; the others see the body. */
  seesNames: boolean;
  body: string;
}

const nothing: GapRights = { read: false, contribute: false, write: false, seesNames: false, body: '' };

const ofOrganisations: readonly Role[] = ['organisationAdministrator', 'contributor', 'caregiver'];

/** Where somebody reports and discusses: the platforms they coordinate, and those that admitted their organisation. */
export function registersOf(person: Asking, admissions: Admissions): { platform: string; body: string }[] {
  const own = person.affiliations.filter((one) => one.role === 'coordinator' && one.kind === 'platform');
  const partner = person.affiliations.filter(
    (one) => one.kind === 'organisation' && ofOrganisations.includes(one.role),
  );
  const all = [
    ...own.map(({ bodyId }) => ({ platform: bodyId, body: bodyId })),
    ...partner.flatMap(({ bodyId }) =>
      (admissions.get(bodyId) ?? []).map((platform) => ({ platform, body: bodyId })),
    ),
  ];
  return all.filter((one, at) => all.findIndex((other) => other.platform === one.platform) === at);
}

/**
 * What this person may do with a gap that these platforms share. Their coordinators write it; the people of the
 * organisations they admitted, those of experts by experience and of clients among them, report and discuss;
 * officials read.
 */
export function rightsOn(person: Asking, admissions: Admissions, platforms: readonly string[]): GapRights {
  const place = registersOf(person, admissions).find((one) => platforms.includes(one.platform));
  if (place) {
    const write = place.body === place.platform;
    return { read: true, contribute: true, write, seesNames: true, body: place.body };
  }
  const official = person.affiliations.find((one) => one.role === 'official' && one.kind === 'authority');
  return official ? { ...nothing, read: true, body: official.bodyId } : nothing;
}

export const readsEveryRegister = (person: Asking): boolean => hasRole(person as Person, 'official');

const takesPart = (person: Person): boolean =>
  hasRole(person, 'coordinator') || ofOrganisations.some((role) => hasRole(person, role));

export const gapReading = permission(
  'gapReading',
  (person) => takesPart(person) || hasRole(person, 'official'),
);

export const gapReporting = permission('gapReporting', takesPart);

export const gapWriting = permission('gapWriting', (person) => hasRole(person, 'coordinator'));
