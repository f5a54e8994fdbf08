import type { House } from '../../core/house.ts';
import { brusselsDay, type Language } from '../../core/i18n.ts';
import { bodyNames, personNames } from '../network/queries.ts';
import { type CaseAccess, consentedScopes, mayEndMember } from './policy.ts';
import { consentsOf, membersOf } from './queries.ts';

/** One consent as it is read: names instead of ids, and whether each grant holds today. */
export async function consentsShown(house: House, access: CaseAccess, language: Language) {
  const consents = await consentsOf(access);
  const bodies = await bodyNames(
    house,
    consents.flatMap((one) => one.grants.map((grant) => grant.body)),
    language,
  );
  const names = await personNames(consents.flatMap((one) => [one.informedBy, one.recordedBy]));
  const today = brusselsDay(house.clock.now());
  return consents.map((consent) => ({
    ...consent,
    informedByName: names.get(consent.informedBy) ?? '',
    recordedByName: names.get(consent.recordedBy) ?? '',
    grants: consent.grants.map((grant) => ({
      ...grant,
      name: bodies.get(grant.body) ?? grant.body,
      state: grant.withdrawnAt
        ? 'withdrawn'
        : today > consent.until
          ? 'expired'
          : today < consent.givenOn
            ? 'later'
            : 'holds',
    })),
  }));
}

/** The people of the case with their names, and whether the consent they stand on holds. */
export async function membersShown(house: House, access: CaseAccess, language: Language) {
  const [members, consents] = await Promise.all([membersOf(access), consentsOf(access)]);
  const [names, bodies] = await Promise.all([
    personNames(members.map((member) => member.person)),
    bodyNames(
      house,
      members.map((member) => member.body),
      language,
    ),
  ]);
  return members.map((member) => ({
    ...member,
    name: names.get(member.person) ?? '',
    bodyName: bodies.get(member.body) ?? '',
    inside: member.role === 'owner' || consentedScopes(consents, member.body, house.clock.now()).length > 0,
    mayEnd: mayEndMember(access, member),
    me: member.person === access.personId,
  }));
}
