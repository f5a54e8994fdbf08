import { randomUUID } from 'node:crypto';
import { type Answer, page, redirect } from '../../core/answers.ts';
import { Invalid } from '../../core/errors.ts';
import { bodiesWithRole } from '../../core/person.ts';
import type { SignedInVisit } from '../../core/route.ts';
import { paths } from '../../paths.ts';
import { endCaseMember, inviteToCase, openCase, recordConsent, withdrawConsent } from './actions.ts';
import type { ConsentInput, MemberInput, NewCaseInput, WithdrawalInput } from './forms.ts';
import { consentPage, membersPage, reachOf, viewsPage } from './pages.ts';
import { drawPseudonym } from './pseudonym.ts';
import { casesVisibleTo, requireCaseAccess } from './queries.ts';

const notice = (visit: SignedInVisit, key: string): void => {
  visit.request.session.notice = { key };
};

/** A fresh pseudonym that nobody else in this person's list has. */
async function freshPseudonym(visit: SignedInVisit): Promise<string> {
  const visible = await casesVisibleTo(visit.house, visit.person);
  return drawPseudonym(new Set(visible.flatMap((one) => one.pseudonym ?? [])));
}

export async function newCase(visit: SignedInVisit): Promise<Answer> {
  return page('cases/new', {
    title: visit.t('cases.new.title'),
    space: 'case',
    spaceText: visit.t('cases.new.space'),
    narrow: true,
    refused: visit.refused,
    bodies: bodiesWithRole(visit.person, 'caregiver'),
  });
}

export async function openNewCase(visit: SignedInVisit<NewCaseInput>): Promise<Answer> {
  const { house, person, input } = visit;
  const body = bodiesWithRole(person, 'caregiver').find((one) => one.bodyId === input.body);
  if (!body) throw new Invalid({ body: 'forms.invalid' });
  const caseId = randomUUID();
  const pseudonym = await freshPseudonym(visit);
  const opened = await visit.act(
    { record: { type: 'case', id: caseId, caseId }, bodyId: body.bodyId },
    (unit) => openCase(house, unit, { caseId, pseudonym, personId: person.id, organisation: body.bodyId }),
  );
  return redirect(paths.caseConsents({ id: opened.caseId }));
}

export async function showConsents(visit: SignedInVisit): Promise<Answer> {
  const access = await requireCaseAccess(visit.house, visit.person, visit.params.id);
  const answer = await consentPage(visit, access);
  await visit.seen({
    record: { type: 'consents', id: access.caseId, caseId: access.caseId },
    bodyId: access.body,
  });
  return answer;
}

export async function addConsent(visit: SignedInVisit<ConsentInput>): Promise<Answer> {
  const { house, person, params, input } = visit;
  const before = await requireCaseAccess(house, person, params.id);
  const reach = await reachOf(visit, before);
  const { caseId } = before;
  await visit.act({ record: { type: 'consent', id: caseId, caseId }, bodyId: before.body }, async (unit) =>
    recordConsent(unit, await requireCaseAccess(house, person, caseId, unit.session), input, reach),
  );
  notice(visit, 'cases.consent.recorded');
  return redirect(paths.caseConsents({ id: caseId }));
}

export async function withdraw(visit: SignedInVisit<WithdrawalInput>): Promise<Answer> {
  const { house, person, params, input } = visit;
  const { caseId, body } = await requireCaseAccess(house, person, params.id);
  const consentId = params.consentId ?? '';
  await visit.act({ record: { type: 'consent', id: consentId, caseId }, bodyId: body }, async (unit) =>
    withdrawConsent(unit, await requireCaseAccess(house, person, caseId, unit.session), {
      consentId,
      body: input.body,
    }),
  );
  notice(visit, 'cases.consent.withdrawn');
  return redirect(paths.caseConsents({ id: caseId }));
}

export async function showMembers(visit: SignedInVisit): Promise<Answer> {
  const access = await requireCaseAccess(visit.house, visit.person, visit.params.id);
  const answer = await membersPage(visit, access);
  await visit.seen({
    record: { type: 'caseMembers', id: access.caseId, caseId: access.caseId },
    bodyId: access.body,
  });
  return answer;
}

export async function invite(visit: SignedInVisit<MemberInput>): Promise<Answer> {
  const { house, person, params, input } = visit;
  const { caseId, body } = await requireCaseAccess(house, person, params.id);
  const [personId = '', forBody = ''] = input.person.split('@');
  await visit.act({ record: { type: 'caseMember', id: caseId, caseId }, bodyId: body }, async (unit) => {
    const access = await requireCaseAccess(house, person, caseId, unit.session);
    const { invitable } = await reachOf(visit, access);
    const chosen = invitable.find((one) => one.personId === personId && one.body === forBody);
    if (!chosen) throw new Invalid({ person: 'cases.members.errors.person' });
    const role = chosen.role === 'coordinator' ? 'facilitator' : 'caregiver';
    return inviteToCase(unit, access, { personId, body: forBody, role });
  });
  notice(visit, 'cases.members.invited');
  return redirect(paths.caseMembers({ id: caseId }));
}

export async function endMember(visit: SignedInVisit): Promise<Answer> {
  const { house, person, params } = visit;
  const { caseId, body } = await requireCaseAccess(house, person, params.id);
  const memberId = params.memberId ?? '';
  await visit.act({ record: { type: 'caseMember', id: memberId, caseId }, bodyId: body }, async (unit) =>
    endCaseMember(unit, await requireCaseAccess(house, person, caseId, unit.session), memberId),
  );
  notice(visit, 'cases.members.ended');
  const still = await requireCaseAccess(house, person, caseId).catch(() => null);
  return redirect(still ? paths.caseMembers({ id: caseId }) : paths.plans());
}

export async function showViews(visit: SignedInVisit): Promise<Answer> {
  const access = await requireCaseAccess(visit.house, visit.person, visit.params.id);
  await visit.seen({
    record: { type: 'caseViews', id: access.caseId, caseId: access.caseId },
    bodyId: access.body,
  });
  return viewsPage(visit, access);
}

/** A refused form's page: the case was seen, under the name of viewing and not of the act that was refused. */
export async function showConsentsAgain(visit: SignedInVisit): Promise<Answer> {
  const access = await requireCaseAccess(visit.house, visit.person, visit.params.id);
  const record = { type: 'consents', id: access.caseId, caseId: access.caseId };
  await visit.seen({ record, bodyId: access.body, name: 'consent.viewed' });
  return consentPage(visit, access);
}

export async function showMembersAgain(visit: SignedInVisit): Promise<Answer> {
  const access = await requireCaseAccess(visit.house, visit.person, visit.params.id);
  const record = { type: 'caseMembers', id: access.caseId, caseId: access.caseId };
  await visit.seen({ record, bodyId: access.body, name: 'caseMember.viewed' });
  return membersPage(visit, access);
}
