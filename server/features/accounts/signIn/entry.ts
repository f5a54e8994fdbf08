import type { PersonRecord } from '../../../../models/Person.ts';
import { type Answer, redirect } from '../../../core/answers.ts';
import type { Visit } from '../../../core/route.ts';
import { paths } from '../../../paths.ts';
import { giveLanguage, rememberDevice } from '../devices.ts';
import { belongsSomewhere } from '../queries.ts';
import { beginSession, newSession } from '../sessionChanges.ts';
import { actAnew, deviceDetails, refuse, type WriteAct } from './actions.ts';

/** How long a password that was accepted waits for its code. Milliseconds. */
export const codeWithin = 10 * 60_000;

/** An address of this site to go to, or the start page: a link from outside must not lead elsewhere. */
export function localTarget(to: string | undefined): string {
  const here = 'http://here.invalid';
  if (!to?.startsWith('/') || !URL.canParse(to, here)) return paths.home();
  const address = new URL(to, here);
  // `/.//elsewhere` is a path of ours that starts with two slashes once it is tidied: as a link it leads elsewhere.
  const isOurs = address.origin === here && !address.pathname.startsWith('//');
  return isOurs ? `${address.pathname}${address.search}` : paths.home();
}

/**
 * After the right password: signs in, or asks for the code first when the person has a second factor. The demo
 * asks for none.
 * @throws Invalid when the person belongs to no body any more.
 */
export async function passwordGiven(
  visit: Visit,
  person: PersonRecord,
  to: string,
  write: WriteAct = actAnew,
): Promise<Answer> {
  const record = { type: 'person', id: person._id };
  if (!(await belongsSomewhere(person._id))) {
    return refuse(
      visit,
      { kind: 'wrong', personId: person._id },
      { name: 'form', key: 'accounts.signIn.noMembership' },
    );
  }
  const details = deviceDetails(visit);
  const about = { actor: { personId: person._id }, record };
  if (!person.secondFactor || visit.house.demo) {
    await write(visit, { name: 'account.signedIn', ...about, details: { ...details, method: 'password' } });
    return enter(visit, person, false, to);
  }
  await write(visit, { name: 'account.passwordAccepted', ...about, details });
  await newSession(visit.request);
  const { request, now } = visit;
  request.session.awaitingSecondFactor = { personId: person._id, to, at: now.getTime() };
  request.session.epoch = person.sessionEpoch;
  return redirect(paths.secondFactor());
}

/** The session itself, when the act is written: a new one, on a device that is remembered. */
export async function enter(
  visit: Visit,
  person: PersonRecord,
  withCode: boolean,
  to: string,
): Promise<Answer> {
  const { request, house } = visit;
  await beginSession(request, person, visit.now, withCode);
  await rememberDevice(request, house, person._id);
  giveLanguage(request, house, person.language);
  return redirect(to);
}
