import { type Answer, page, redirect } from '../../../core/answers.ts';
import { Invalid } from '../../../core/errors.ts';
import { type Cipher, KeyUnavailable } from '../../../core/keys.ts';
import { leaveNotice } from '../../../core/notices.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { paths } from '../../../paths.ts';
import { accountStyles } from '../linkPages.ts';
import { accountById } from '../queries.ts';
import {
  accountsCipher,
  inGroups,
  newRecoveryCodes,
  newSecret,
  openSecret,
  qrDrawing,
  recoveryHash,
  sealSecret,
  setUpAddress,
  stepOfCode,
  typedCode,
} from '../secondFactor.ts';
import { beginSession } from '../sessionChanges.ts';
import { checkCode, deviceDetails, spendCode } from '../signIn/actions.ts';
import { localTarget } from '../signIn/entry.ts';
import { removeSecondFactor, replaceRecoveryCodes, setSecondFactor } from './actions.ts';
import type { ProofForm, SecondFactorForm, SecondFactorQuery } from './forms.ts';
import { confirmedAccount } from './handlers.ts';

/** The page to set up a second factor, or what there is to do with the one that is there. */
export async function showFactor(visit: SignedInVisit<SecondFactorQuery>): Promise<Answer> {
  const { t, person, refused, input } = visit;
  const to = String(refused?.values.to ?? input?.to ?? '');
  const shared = { title: t('accounts.factor.title'), refused, to, narrow: true, styles: accountStyles };
  if (person.hasSecondFactor) return page('accounts/factor', shared);
  return page('accounts/factorSetUp', { ...shared, ...(await offeredSecret(visit)) });
}

export const showRefusedFactor = (visit: SignedInVisit<ProofForm>): Promise<Answer> =>
  showFactor({ ...visit, input: {} });

/** The secret travels sealed in the form: it is kept with the account only once a code has proved it. */
async function offeredSecret({ person, house, refused }: SignedInVisit) {
  const cipher = await accountsCipher(house.keys);
  const before = refused?.values.sealed;
  const secret = (typeof before === 'string' && secretIn(cipher, person.id, before)) || newSecret();
  const address = setUpAddress(secret, person.email);
  const sealed = sealSecret(cipher, person.id, secret).toString('base64url');
  return { sealed, shown: inGroups(secret), address, drawing: await qrDrawing(address) };
}

/** The secret a form brings back; null when it is not one that was sealed for this person. */
function secretIn(cipher: Cipher, personId: string, sealed: string): string | null {
  try {
    return openSecret(cipher, personId, Buffer.from(sealed, 'base64url'));
  } catch (error) {
    if (error instanceof KeyUnavailable) return null;
    throw error;
  }
}

export async function setUpFactor(visit: SignedInVisit<SecondFactorForm>): Promise<Answer> {
  const { person, input, house, request, now } = visit;
  const account = await confirmedAccount(visit, input.currentPassword);
  const cipher = await accountsCipher(house.keys);
  const secret = secretIn(cipher, person.id, input.sealed);
  if (secret === null) throw new Invalid({ code: 'forms.invalid' });
  const lastStep = stepOfCode(secret, typedCode(input.code), now, -1);
  if (lastStep === null) throw new Invalid({ code: 'accounts.factor.wrong' });
  const codes = newRecoveryCodes();
  const sealedSecret = sealSecret(cipher, person.id, secret);
  const factor = { sealedSecret, confirmedAt: now, lastStep, recoveryCodes: codes.map(recoveryHash) };
  const about = { record: { type: 'person', id: person.id }, details: deviceDetails(visit) };
  let made = false;
  await visit.act(about, (unit) => {
    made = true;
    return setSecondFactor(unit, person.id, factor);
  });
  await beginSession(request, account, now, true);
  return codesPage(visit, made ? codes : null, input.to);
}

/** The codes are shown once; asked for again the page says so. */
const codesPage = ({ t }: SignedInVisit, codes: string[] | null, to?: string): Answer =>
  page('accounts/recoveryCodes', {
    title: t('accounts.codes.title'),
    codes,
    to: to ? localTarget(to) : '',
    styles: accountStyles,
    narrow: true,
  });

export async function newCodes(visit: SignedInVisit<ProofForm>): Promise<Answer> {
  const codes = newRecoveryCodes();
  const made = await withProof(visit, (unit, id) => replaceRecoveryCodes(unit, id, codes.map(recoveryHash)));
  return codesPage(visit, made ? codes : null);
}

export async function removeFactor(visit: SignedInVisit<ProofForm>): Promise<Answer> {
  await withProof(visit, removeSecondFactor);
  delete visit.request.session.secondFactorGivenAt;
  leaveNotice(visit, 'accounts.factor.removed');
  return redirect(paths.account());
}

/** Runs the act when the code is right, and uses the code up with it. Answers false for a repeated form. */
async function withProof(visit: SignedInVisit<ProofForm>, work: typeof removeSecondFactor): Promise<boolean> {
  const { person, input } = visit;
  const account = await accountById(person.id);
  if (!account) throw new Invalid({ code: 'accounts.secondFactor.wrong' });
  const proof = await checkCode(visit, account, input.code);
  let made = false;
  await visit.act(
    { record: { type: 'person', id: person.id }, details: deviceDetails(visit) },
    async (unit) => {
      await spendCode(unit, person.id, proof);
      await work(unit, person.id);
      made = true;
      return null;
    },
  );
  return made;
}
