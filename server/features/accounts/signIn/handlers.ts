import type { PersonRecord } from '../../../../models/Person.ts';
import { type Answer, page, redirect } from '../../../core/answers.ts';
import { leaveNotice } from '../../../core/notices.ts';
import type { SignedInVisit, Visit } from '../../../core/route.ts';
import { paths } from '../../../paths.ts';
import { endLease } from '../../devices/actions.ts';
import { accountById } from '../queries.ts';
import { askStrategy, browserOf, sessionMark } from '../session.ts';
import { endSession } from '../sessionChanges.ts';
import { checkCode, deviceDetails, refuse, spendCode } from './actions.ts';
import { codeWithin, enter, localTarget, passwordGiven } from './entry.ts';
import type { CodeForm, SignInForm, SignInQuery } from './forms.ts';
import type { PasswordCheck } from './strategy.ts';

export function showSignIn(visit: Visit<SignInQuery>): Answer {
  const { t, refused, input, person } = visit;
  const to = refused?.values.to ?? input?.to ?? '';
  if (person && !refused) return redirect(localTarget(String(to)));
  return page('accounts/signIn', { title: t('accounts.signIn.title'), refused, to });
}

export async function signIn(visit: Visit<SignInForm>): Promise<Answer> {
  const check = await askStrategy<PasswordCheck>(visit.request, visit.house);
  if (check.kind !== 'right') return refuse(visit, check, { name: 'form', key: 'accounts.signIn.refused' });
  return passwordGiven(visit, check.person, localTarget(visit.input.to));
}

export const showRefusedSignIn = (visit: Visit<SignInForm>): Answer => showSignIn(visit);

/** Whose code is awaited: who gave the password just now, or who is signed in without a code yet. */
async function awaited(visit: Visit): Promise<{ person: PersonRecord; to: string | null } | null> {
  const { awaitingSecondFactor: waiting, epoch } = visit.request.session;
  const fresh = waiting && visit.now.getTime() - waiting.at <= codeWithin;
  const id = visit.person?.id ?? (fresh ? waiting.personId : null);
  const person = id ? await accountById(id) : null;
  // A password changed meanwhile is not the one that was given.
  if (!person?.secondFactor || person.sessionEpoch !== epoch) return null;
  return { person, to: visit.person ? null : (waiting?.to ?? null) };
}

export async function showSecondFactor(visit: Visit<SignInQuery>): Promise<Answer> {
  const { t, refused, input, person } = visit;
  const to = String(refused?.values.to ?? input?.to ?? '');
  if (person?.secondFactorGiven) return redirect(localTarget(to));
  if (person && !person.hasSecondFactor) return redirect(paths.accountSecondFactor({ to }));
  if (!(await awaited(visit))) return redirect(paths.signIn({ to }));
  return page('accounts/secondFactor', {
    title: t('accounts.secondFactor.title'),
    refused,
    to,
    narrow: true,
  });
}

export async function giveSecondFactor(visit: Visit<CodeForm>): Promise<Answer> {
  const waiting = await awaited(visit);
  if (!waiting) {
    leaveNotice(visit, 'accounts.secondFactor.over');
    return refuse(
      visit,
      { kind: 'wrong', personId: null },
      { name: 'form', key: 'accounts.secondFactor.over' },
    );
  }
  const { person } = waiting;
  const proof = await checkCode(visit, person, visit.input.code);
  const name = visit.person ? 'account.secondFactorGiven' : 'account.signedIn';
  const details = { ...deviceDetails(visit), method: `password+${proof.kind}` };
  const about = {
    name,
    actor: { personId: person._id },
    record: { type: 'person', id: person._id },
    details,
  };
  await visit.act(about, (unit) => spendCode(unit, person._id, proof));
  return enter(visit, person, true, localTarget(waiting.to ?? visit.input.to));
}

export const showRefusedSecondFactor = (visit: Visit<CodeForm>): Promise<Answer> => showSecondFactor(visit);

export async function signOut(visit: SignedInVisit): Promise<Answer> {
  const { person, request, house } = visit;
  const browser = await browserOf(request, house);
  const details = { session: sessionMark(person.sessionId), ...deviceDetails(visit) };
  const about = { record: { type: 'person', id: person.id }, details };
  await visit.act(about, (unit) => endLease(unit, person.id, browser));
  await endSession(request);
  return redirect(paths.signIn());
}
