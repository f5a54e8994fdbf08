import type { PersonRecord } from '../../../../models/Person.ts';
import { type Answer, page, redirect } from '../../../core/answers.ts';
import { Invalid, NotFound } from '../../../core/errors.ts';
import { leaveNotice } from '../../../core/notices.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { paths } from '../../../paths.ts';
import { caseSpace } from '../../cases/policy.ts';
import { ownDevicesOf } from '../../devices/queries.ts';
import { giveLanguage } from '../devices.ts';
import { hashPassword, passwordFault } from '../passwords.ts';
import { accountById } from '../queries.ts';
import { browserOf } from '../session.ts';
import { beginSession, endSession } from '../sessionChanges.ts';
import { deviceDetails, refuse } from '../signIn/actions.ts';
import { checkPassword } from '../signIn/strategy.ts';
import { changeName, changePassword, signOutEverywhere } from './actions.ts';
import type { NameForm, PasswordForm } from './forms.ts';
import { eventsOfAccount } from './queries.ts';

export async function showAccount(visit: SignedInVisit): Promise<Answer> {
  const { t, person, house, refused } = visit;
  const browser = await browserOf(visit.request, house);
  const [events, account, devices] = await Promise.all([
    eventsOfAccount(house, person.id),
    accountById(person.id),
    ownDevicesOf(person.id, browser),
  ]);
  const codesLeft = account?.secondFactor?.recoveryCodes.length ?? 0;
  return page('accounts/account', {
    title: t('accounts.account.title'),
    ...{ events, codesLeft, refused, devices },
    isOwnDevice: devices.some((one) => one.isThis),
    offlineDays: caseSpace.permits(person) ? house.offlineDays : 0,
  });
}

export async function rename(visit: SignedInVisit<NameForm>): Promise<Answer> {
  const { person, input, request, house } = visit;
  await visit.act({ record: { type: 'person', id: person.id } }, (unit) =>
    changeName(unit, person.id, input),
  );
  giveLanguage(request, house, input.language, true);
  leaveNotice(visit, 'accounts.account.saved');
  return redirect(paths.account());
}

/** The account of who is signed in, once the password was given again. @throws Invalid on its field. */
export async function confirmedAccount(visit: SignedInVisit, currentPassword: string): Promise<PersonRecord> {
  const check = await checkPassword(visit.house, visit.request, visit.person.email, currentPassword);
  if (check.kind === 'right') return check.person;
  return refuse(visit, check, { name: 'currentPassword', key: 'accounts.password.wrong' });
}

export async function newPassword(visit: SignedInVisit<PasswordForm>): Promise<Answer> {
  const { person, input, request } = visit;
  await confirmedAccount(visit, input.currentPassword);
  const fault = passwordFault(input.newPassword, person.email);
  if (fault) throw new Invalid({ newPassword: fault });
  const passwordHash = await hashPassword(input.newPassword);
  const about = { record: { type: 'person', id: person.id }, details: deviceDetails(visit) };
  await visit.act(about, (unit) => changePassword(unit, person.id, passwordHash));
  const account = await accountById(person.id);
  if (!account) throw new NotFound();
  const withCode = person.secondFactorGiven;
  await beginSession(request, account, visit.now, withCode); // every other session ended; this one goes on anew
  leaveNotice(visit, 'accounts.password.changed');
  return redirect(paths.account());
}

export async function leaveEverywhere(visit: SignedInVisit): Promise<Answer> {
  const { person } = visit;
  const about = { record: { type: 'person', id: person.id }, details: deviceDetails(visit) };
  await visit.act(about, (unit) => signOutEverywhere(unit, person.id));
  await endSession(visit.request);
  return redirect(paths.signIn());
}
