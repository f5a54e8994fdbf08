import { consentMethods, consentPurposes, consentScopes } from '../../../models/Consent.ts';
import { type Answer, page } from '../../core/answers.ts';
import { brusselsDay } from '../../core/i18n.ts';
import type { SignedInVisit } from '../../core/route.ts';
import { paths } from '../../paths.ts';
import {
  type Partner,
  type PartnerPerson,
  partnersAround,
  peopleOfPartners,
  personNames,
} from '../network/queries.ts';
import { clientLanguages } from './forms.ts';
import { type CaseAccess, consentedScopes, mayManageCase } from './policy.ts';
import { actsOfCase, consentsOf, membersOf, pseudonymOf } from './queries.ts';
import { consentsShown, membersShown } from './shown.ts';

/** Who a consent can name and who can be invited now. */
export interface Reach {
  partners: Partner[];
  bodies: ReadonlySet<string>;
  informants: ReadonlySet<string>;
  /** People of bodies the client agreed to, who have no place in the case yet. */
  invitable: PartnerPerson[];
}

export async function reachOf(visit: SignedInVisit, access: CaseAccess): Promise<Reach> {
  const [partners, members, consents] = await Promise.all([
    partnersAround(visit.house, access.body, visit.language),
    membersOf(access),
    consentsOf(access),
  ]);
  const inside = new Set(members.map((member) => member.person));
  const consenting = partners.filter((one) => consentedScopes(consents, one.id, visit.now).length > 0);
  const people = await peopleOfPartners(consenting, visit.language);
  return {
    partners,
    bodies: new Set(partners.map((one) => one.id)),
    informants: inside,
    invitable: people.filter((one) => !inside.has(one.personId)),
  };
}

/** What every page of a case shows around its content. */
export async function frameOf(visit: SignedInVisit, access: CaseAccess) {
  const pseudonym = await pseudonymOf(visit.house, access);
  const { caseId } = access;
  return {
    space: 'case' as const,
    pseudonym,
    caseId,
    mayManage: mayManageCase(access),
    spaceLink: { href: paths.caseViews({ id: caseId }), text: visit.t('cases.views.link') },
    refused: visit.refused,
  };
}

export async function consentPage(visit: SignedInVisit, access: CaseAccess): Promise<Answer> {
  const [frame, consents, reach, members] = await Promise.all([
    frameOf(visit, access),
    consentsShown(visit.house, access, visit.language),
    reachOf(visit, access),
    membersShown(visit.house, access, visit.language),
  ]);
  const nextYear = new Date(visit.now);
  nextYear.setUTCFullYear(nextYear.getUTCFullYear() + 1);
  return page('cases/consents', {
    ...frame,
    title: visit.t('cases.consent.title', { pseudonym: frame.pseudonym }),
    consents,
    partners: reach.partners,
    informants: members,
    choices: {
      scopes: consentScopes,
      purposes: consentPurposes,
      methods: consentMethods,
      languages: clientLanguages,
    },
    today: brusselsDay(visit.now),
    until: brusselsDay(nextYear),
    me: visit.person.id,
  });
}

export async function membersPage(visit: SignedInVisit, access: CaseAccess): Promise<Answer> {
  const [frame, members, reach] = await Promise.all([
    frameOf(visit, access),
    membersShown(visit.house, access, visit.language),
    reachOf(visit, access),
  ]);
  const nameOf = new Map(reach.partners.map((partner) => [partner.id, partner.name]));
  return page('cases/members', {
    ...frame,
    title: visit.t('cases.members.title', { pseudonym: frame.pseudonym }),
    members,
    invitable: reach.invitable.map((one) => ({
      ...one,
      value: `${one.personId}@${one.body}`,
      bodyName: nameOf.get(one.body) ?? '',
    })),
  });
}

export async function viewsPage(visit: SignedInVisit, access: CaseAccess): Promise<Answer> {
  const [frame, acts] = await Promise.all([frameOf(visit, access), actsOfCase(visit.house, access)]);
  const names = await personNames(acts.map((act) => act.personId));
  const title = visit.t('cases.views.title', { pseudonym: frame.pseudonym });
  return page('cases/views', {
    ...frame,
    title,
    // Nobody did what a restored backup made necessary.
    acts: acts.map((act) => ({ ...act, who: act.personId ? (names.get(act.personId) ?? '') : 'Schakel' })),
  });
}
