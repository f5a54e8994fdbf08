import type { Openness } from '../../../../models/bodyFields.ts';
import { hasRole, type Person, type Role } from '../../../core/person.ts';
import { permission } from '../../../core/policy.ts';
import { type Admissions, registersOf } from '../../coverage/register/policy.ts';

type Asking = Pick<Person, 'affiliations'>;

/** What of a body decides who may do what with it. */
export interface BodyFacts {
  /** Ids of the platforms that keep it; none for one inside an organisation. */
  platforms: readonly string[];
  organisation: string | null;
  openness: Openness;
}

/** Of whom one asks, beside what they belong to. */
export interface Circumstances {
  admissions: Admissions;
  /** This person has a seat at its table today. */
  isSeated: boolean;
}

/** What somebody may do with a body, and for whom they do it. */
export interface BodyRights {
  read: boolean;
  /** Changes it, its seats and its end. */
  keep: boolean;
  /** It is of their platforms or organisation, or they sit there: not only open to them, or read as an official. */
  takesPart: boolean;
  /** Sees which people sit there; the others see the organisations. */
  seesNames: boolean;
  body: string;
}

const nothing: BodyRights = { read: false, keep: false, takesPart: false, seesNames: false, body: '' };

const ofOrganisations: readonly Role[] = ['organisationAdministrator', 'contributor', 'caregiver'];

export const belongsTo = ({ affiliations }: Asking, organisation: string): boolean =>
  affiliations.some(
    (one) => one.kind === 'organisation' && one.bodyId === organisation && ofOrganisations.includes(one.role),
  );

export const coordinates = ({ affiliations }: Asking, platforms: readonly string[]): boolean =>
  affiliations.some(
    (one) => one.role === 'coordinator' && one.kind === 'platform' && platforms.includes(one.bodyId),
  );

/** The coordinators of its platforms keep a body; one inside an organisation its own people. */
export const mayKeepBody = (person: Asking, { organisation, platforms }: BodyFacts): boolean =>
  organisation === null ? coordinates(person, platforms) : belongsTo(person, organisation);

/** For whom somebody sits at a table or joins it: an organisation first. */
export const bodyOf = ({ affiliations }: Asking): string =>
  (affiliations.find((one) => one.kind === 'organisation') ?? affiliations[0])?.bodyId ?? '';

/**
 * What this person may do with a body. One inside an organisation does not exist for anybody else: coordinators,
 * officials and administrators too. Of the others the platform's partners and who sits there see the people, officials
 * the organisations; an open one everybody who is signed in may read.
 */
export function bodyRights(
  person: Asking,
  body: BodyFacts,
  { admissions, isSeated }: Circumstances,
): BodyRights {
  const { organisation, platforms, openness } = body;
  if (organisation !== null)
    return belongsTo(person, organisation)
      ? { read: true, keep: true, takesPart: true, seesNames: true, body: organisation }
      : nothing;
  const place = registersOf(person, admissions).find((one) => platforms.includes(one.platform));
  if (mayKeepBody(person, body))
    return { read: true, keep: true, takesPart: true, seesNames: true, body: place?.body ?? '' };
  if (place || isSeated)
    return {
      ...{ read: true, keep: false, takesPart: true, seesNames: true },
      body: place?.body ?? bodyOf(person),
    };
  const isOfficial = person.affiliations.some((one) => one.role === 'official');
  return isOfficial || openness === 'open' ? { ...nothing, read: true, body: bodyOf(person) } : nothing;
}

export const mayReadBody = (person: Asking, body: BodyFacts, around: Circumstances): boolean =>
  bodyRights(person, body, around).read;

/**
 * Whether somebody names who sits in a seat: who keeps the body any, administrators of an organisation those of their
 * own, and who sits there their own.
 */
export const mayNameDelegate = (
  person: Pick<Person, 'id' | 'affiliations'>,
  rights: Pick<BodyRights, 'read' | 'keep'>,
  seat: { organisation: string; person: string },
): boolean =>
  rights.read &&
  (rights.keep ||
    (seat.person !== '' && seat.person === person.id) ||
    (seat.organisation !== '' &&
      person.affiliations.some(
        (one) => one.role === 'organisationAdministrator' && one.bodyId === seat.organisation,
      )));

/** Anybody signed in reads the list: of what is open at least. */
export const bodyReading = permission('bodyReading', () => true);

/** Beginning a body or changing one: coordinators, and inside their organisation its own people. */
export const bodyKeeping = permission(
  'bodyKeeping',
  (person) => hasRole(person, 'coordinator') || ofOrganisations.some((role) => hasRole(person, role)),
);

/** What a platform has beside its bodies: its coordinating function and who is missing. */
export const platformBodies = permission(
  'platformBodies',
  (person) => bodyKeeping.permits(person) || hasRole(person, 'official'),
);

export const functionKeeping = permission('functionKeeping', (person) => hasRole(person, 'coordinator'));
