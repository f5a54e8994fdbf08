import { type Answer, page } from '../../../core/answers.ts';
import { Invalid, NotFound } from '../../../core/errors.ts';
import type { SignedInVisit, Visit } from '../../../core/route.ts';
import { newToken } from '../../../core/tokens.ts';
import { paths } from '../../../paths.ts';
import { membershipsWithBodies } from '../bodies/queries.ts';
import { linkGone, linkMade } from '../linkPages.ts';
import { findLink, requireLink } from '../links.ts';
import { outside } from '../mails.ts';
import { hashPassword, passwordFault } from '../passwords.ts';
import { mayHandOverReset } from '../policy.ts';
import { accountByEmail, accountById } from '../queries.ts';
import { recordAct, unknownPerson } from '../signIn/actions.ts';
import { passwordGiven } from '../signIn/entry.ts';
import type { ForgottenForm, NewPasswordForm } from '../signIn/forms.ts';
import { mailReset, makeResetToHandOver, resetPassword } from './actions.ts';

export const showForgotten = ({ t, refused, house }: Visit<ForgottenForm>): Answer =>
  page('accounts/forgotten', {
    title: t('accounts.forgotten.title'),
    refused,
    narrow: true,
    mails: house.mailer.sends,
  });

/** Answers the same for every address; the link is made and mailed after the reply, so time tells nothing either. */
export async function askForReset(visit: Visit<ForgottenForm>): Promise<Answer> {
  const { house, t } = visit;
  const person = await accountByEmail(visit.input.email);
  await visit.act(
    { record: { type: 'person', id: person?._id ?? unknownPerson }, actor: null },
    async () => null,
  );
  if (person && house.mailer.sends) {
    setImmediate(() => {
      mailReset(house, person).catch((err) =>
        house.logger.error({ err }, 'a password link could not be sent'),
      );
    });
  }
  return page('accounts/forgottenAsked', {
    title: t('accounts.forgotten.asked'),
    narrow: true,
    mails: house.mailer.sends,
  });
}

export async function showReset(visit: Visit<NewPasswordForm>): Promise<Answer> {
  const { t, params, refused, now } = visit;
  const link = await findLink('passwordReset', params.token, now);
  const person = link?.person ? await accountById(link.person) : null;
  if (!person) return linkGone(visit);
  const { email } = person;
  const action = paths.passwordReset({ token: params.token ?? '' });
  return page('accounts/newPassword', {
    title: t('accounts.reset.title'),
    refused,
    action,
    email,
    narrow: true,
  });
}

export async function reset(visit: Visit<NewPasswordForm>): Promise<Answer> {
  const { params, input } = visit;
  const link = await requireLink('passwordReset', params.token, visit.now);
  const before = await accountById(link.person ?? '');
  const fault = passwordFault(input.newPassword, before?.email ?? '');
  if (fault || !before) throw new Invalid({ newPassword: fault ?? 'accounts.link.gone' });
  const passwordHash = await hashPassword(input.newPassword);
  const about = { record: { type: 'person', id: before._id }, actor: { personId: before._id } };
  await visit.act(about, (unit) => resetPassword(unit, params.token, passwordHash));
  const person = await accountById(before._id);
  return passwordGiven(visit, person ?? before, paths.home(), recordAct);
}

/** For who looks after somebody: a link to hand over, shown once. */
export async function handOverReset(visit: SignedInVisit): Promise<Answer> {
  const { person, params, house } = visit;
  const other = await accountById(params.id ?? '');
  const memberships = other ? await membershipsWithBodies(other._id) : [];
  if (!other || other._id === person.id || !mayHandOverReset(person, memberships)) throw new NotFound();
  const token = newToken();
  const about = { record: { type: 'person', id: other._id } };
  let made = false;
  await visit.act(about, (unit) => {
    made = true;
    return makeResetToHandOver(unit, token, other._id, person.id);
  });
  const link = made ? outside(house, paths.passwordReset({ token })) : null;
  return linkMade(visit, { kind: 'passwordReset', name: other.name, email: other.email, link });
}
