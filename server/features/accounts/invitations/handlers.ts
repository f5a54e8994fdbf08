import type { InvitationRecord } from '../../../../models/Invitation.ts';
import { type Answer, page, redirect } from '../../../core/answers.ts';
import { Conflict, Invalid } from '../../../core/errors.ts';
import { leaveNotice } from '../../../core/notices.ts';
import type { Visit } from '../../../core/route.ts';
import { paths } from '../../../paths.ts';
import { linkGone } from '../linkPages.ts';
import { findLink, requireLink } from '../links.ts';
import { hashPassword, passwordFault } from '../passwords.ts';
import { accountByEmail, accountById, bodyNames } from '../queries.ts';
import { recordAct, refuse } from '../signIn/actions.ts';
import { passwordGiven } from '../signIn/entry.ts';
import { checkPassword } from '../signIn/strategy.ts';
import { acceptInvitation, setUpFirst } from './actions.ts';
import type { AcceptForm, SetUpForm } from './forms.ts';

/** Which of the four pages an invitation opens for this visitor. */
async function wayIn(
  visit: Visit,
  email: string,
): Promise<'here' | 'otherPerson' | 'password' | 'newAccount'> {
  if (visit.person) return visit.person.email === email ? 'here' : 'otherPerson';
  return (await accountByEmail(email)) ? 'password' : 'newAccount';
}

export async function showInvitation(visit: Visit<AcceptForm>): Promise<Answer> {
  const { t, refused, params, language, now } = visit;
  const link = await findLink('membership', params.token, now);
  if (!link?.membership) return linkGone(visit);
  const { membership, email, name } = link;
  const [way, nameOf] = await Promise.all([wayIn(visit, email), bodyNames([membership], language, now)]);
  const shown = { role: membership.role, body: nameOf(membership), email, invited: name, way };
  const action = paths.invitation({ token: params.token ?? '' });
  return page('accounts/invitation', {
    title: t('accounts.invitation.title'),
    refused,
    narrow: true,
    action,
    ...shown,
  });
}

export async function accept(visit: Visit<AcceptForm>): Promise<Answer> {
  const link = await requireLink('membership', visit.params.token, visit.now);
  const way = await wayIn(visit, link.email);
  if (way === 'otherPerson') throw new Conflict('accounts.invitation.otherPerson');
  if (way === 'here') return acceptHere(visit, link);
  return way === 'password' ? acceptWithPassword(visit, link) : acceptAnew(visit, link);
}

const about = (link: InvitationRecord, personId: string | null) => ({
  record: { type: 'invitation', id: link._id },
  actor: personId ? { personId } : null,
});

async function acceptHere(visit: Visit<AcceptForm>, link: InvitationRecord): Promise<Answer> {
  const { person, params } = visit;
  const personId = person?.id ?? '';
  await visit.act(about(link, personId), (unit) => acceptInvitation(unit, params.token, { personId }));
  leaveNotice(visit, 'accounts.invitation.accepted');
  return redirect(paths.account());
}

async function acceptWithPassword(visit: Visit<AcceptForm>, link: InvitationRecord): Promise<Answer> {
  const { input, house, request, params } = visit;
  if (!input.password) throw new Invalid({ password: 'forms.required' });
  const check = await checkPassword(house, request, link.email, input.password);
  if (check.kind !== 'right')
    return refuse(visit, check, { name: 'password', key: 'accounts.invitation.wrongPassword' });
  const personId = check.person._id;
  await visit.act(about(link, personId), (unit) => acceptInvitation(unit, params.token, { personId }));
  return passwordGiven(visit, check.person, paths.home(), recordAct);
}

async function acceptAnew(visit: Visit<AcceptForm>, link: InvitationRecord): Promise<Answer> {
  const { input, params, language } = visit;
  const account = await newAccount({ ...input, email: link.email }, language);
  return enterAnew(visit, about(link, null), (unit) => acceptInvitation(unit, params.token, account));
}

/** What is needed for a new account. @throws Invalid by field. */
async function newAccount(
  typed: { name?: string | undefined; newPassword?: string | undefined; email: string },
  language: Visit['language'],
) {
  const { name = '', newPassword = '', email } = typed;
  const fault = newPassword ? passwordFault(newPassword, email) : 'forms.required';
  if (!name || fault) {
    throw new Invalid({
      ...(name ? {} : { name: 'forms.required' }),
      ...(fault ? { newPassword: fault } : {}),
    });
  }
  return { name, email, language, passwordHash: await hashPassword(newPassword) };
}

/** Makes the account and signs its owner in; a repeat of the same form signs nobody in. */
async function enterAnew(
  visit: Visit,
  what: ReturnType<typeof about>,
  work: Parameters<typeof visit.act<{ personId: string }>>[1],
): Promise<Answer> {
  let made = false;
  const { personId } = await visit.act(what, (unit) => {
    made = true;
    return work(unit);
  });
  const person = made ? await accountById(personId) : null;
  return person ? passwordGiven(visit, person, paths.home(), recordAct) : redirect(paths.signIn());
}

export async function showSetUp(visit: Visit<SetUpForm>): Promise<Answer> {
  const { t, refused, params } = visit;
  const link = await findLink('firstAdministrator', params.token, visit.now);
  if (!link) return linkGone(visit);
  const action = paths.setUp({ token: params.token ?? '' });
  return page('accounts/setUp', { title: t('accounts.setUp.title'), refused, narrow: true, action });
}

export async function setUp(visit: Visit<SetUpForm>): Promise<Answer> {
  const { params, input } = visit;
  const link = await requireLink('firstAdministrator', params.token, visit.now);
  const account = await newAccount(input, visit.language);
  return enterAnew(visit, about(link, null), (unit) => setUpFirst(unit, params.token, account));
}
