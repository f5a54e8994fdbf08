import type { CaseRecord } from '../../../models/Case.ts';
import type { CaseMemberRecord } from '../../../models/CaseMember.ts';
import type { ConsentRecord, consentScopes } from '../../../models/Consent.ts';
import { brusselsDay } from '../../core/i18n.ts';
import type { Person } from '../../core/person.ts';
import { hasRole } from '../../core/person.ts';
import { permission } from '../../core/policy.ts';

export type ConsentScope = (typeof consentScopes)[number];

declare const decided: unique symbol;

/**
 * A decision that this person may see this case now, and on which ground. Every read of case data takes one, and
 * only `decideCaseAccess` makes one, so code without a decision does not compile.
 */
export interface CaseAccess {
  readonly [decided]: true;
  readonly caseId: string;
  readonly personId: string;
  readonly body: string;
  readonly role: CaseMemberRecord['role'];
  /** What the client agreed to share with this body; the one who opened the case sees all of it. */
  readonly scopes: readonly ConsentScope[];
}

/** What the decision is made of; plain data, freshly read. */
export interface CaseGrounds {
  person: Pick<Person, 'id' | 'affiliations'>;
  record: Pick<CaseRecord, '_id' | 'organisation'>;
  /** The person's current membership of the case. */
  member: Pick<CaseMemberRecord, 'role' | 'body' | 'person' | 'case'> | null;
  consents: Pick<ConsentRecord, 'case' | 'scope' | 'grants' | 'givenOn' | 'until'>[];
  now: Date;
}

/** The scopes the client agreed to for this body, today. Withdrawal and expiry act at once. */
export function consentedScopes(consents: CaseGrounds['consents'], body: string, now: Date): ConsentScope[] {
  const today = brusselsDay(now);
  const holding = consents.filter(
    (consent) =>
      consent.givenOn <= today &&
      today <= consent.until &&
      consent.grants.some((grant) => grant.body === body && !grant.withdrawnAt),
  );
  return [...new Set(holding.flatMap((consent) => consent.scope))];
}

/** The affiliation that carries the place in the case: a caregiver's organisation, a coordinator's platform. */
function carries(person: CaseGrounds['person'], member: NonNullable<CaseGrounds['member']>): boolean {
  const role = member.role === 'facilitator' ? 'coordinator' : 'caregiver';
  return person.affiliations.some((one) => one.role === role && one.bodyId === member.body);
}

/**
 * Whether this person may enter this case now. Needs all of: a current membership of the case, a current
 * membership of the body it stands on, and consent for that body. Who opened the case stands on the care
 * relationship itself. Default: no.
 */
export function decideCaseAccess(grounds: CaseGrounds): CaseAccess | null {
  const { person, record, member, consents, now } = grounds;
  if (!member || member.person !== person.id || member.case !== record._id) return null;
  if (!carries(person, member)) return null;
  const own = consents.filter((consent) => consent.case === record._id);
  const scopes: ConsentScope[] =
    member.role === 'owner' ? ['records', 'narrative'] : consentedScopes(own, member.body, now);
  if (scopes.length === 0) return null;
  const access = { caseId: record._id, personId: person.id, body: member.body, role: member.role, scopes };
  return access as unknown as CaseAccess;
}

/** Recording and withdrawing consent, inviting: caregivers of the case; a facilitator does not. */
export const mayManageCase = (access: CaseAccess): boolean => access.role !== 'facilitator';

/** Ends somebody's place in the case: who opened it, or the person themselves; the one who opened it stays. */
export const mayEndMember = (
  access: CaseAccess,
  member: Pick<CaseMemberRecord, 'person' | 'role'>,
): boolean => member.role !== 'owner' && (access.role === 'owner' || member.person === access.personId);

/** Writing goals, actions and text; everyone the client agreed to have in the plan. */
export const mayWriteRecords = (access: CaseAccess): boolean => access.scopes.includes('records');
export const mayWriteNarrative = (access: CaseAccess): boolean => access.scopes.includes('narrative');

/**
 * Taking words out of the shared text for good, out of its history too: who opened the case, and nobody else. The
 * care relationship stands on them, so a client's wish reaches them; everyone of the case sees that they did it, and why.
 */
export const mayRedact = (access: CaseAccess): boolean =>
  access.role === 'owner' && mayWriteNarrative(access);

/** For others a case does not exist: the answer is 404, and a second factor is asked of those who may. */
export const caseSpace = permission(
  'caseSpace',
  (person) => hasRole(person, 'caregiver') || hasRole(person, 'coordinator'),
  { otherwise: 'not_found', secondFactor: true },
);

export const caregiverOnly = permission('caregiver', (person) => hasRole(person, 'caregiver'), {
  otherwise: 'not_found',
  secondFactor: true,
});
