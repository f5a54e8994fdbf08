import { open, signedIn } from '../../core/policy.ts';
import { get, post, publicGet, publicPost, type RouteRow } from '../../core/route.ts';
import { paths } from '../../paths.ts';
import { nameForm, passwordForm, proofForm, secondFactorForm, secondFactorQuery } from './account/forms.ts';
import { leaveEverywhere, newPassword, rename, showAccount } from './account/handlers.ts';
import {
  newCodes,
  removeFactor,
  setUpFactor,
  showFactor,
  showRefusedFactor,
} from './account/secondFactorHandlers.ts';
import * as authorities from './bodies/authorityHandlers.ts';
import { admitForm, inviteForm, namesForm } from './bodies/forms.ts';
import * as bodies from './bodies/handlers.ts';
import { end, inviteToBody, withdraw } from './bodies/peopleHandlers.ts';
import { toAccount, toAuthority, toOrganisation, toPlatform, toSecondFactor } from './formAddressHandlers.ts';
import { acceptForm, setUpForm } from './invitations/forms.ts';
import { accept, setUp, showInvitation, showSetUp } from './invitations/handlers.ts';
import { askForReset, handOverReset, reset, showForgotten, showReset } from './passwordReset/handlers.ts';
import { administration, coordination, organisationCare, peopleCare, platformCare } from './policy.ts';
import { codeForm, forgottenForm, newPasswordForm, signInForm, signInQuery } from './signIn/forms.ts';
import {
  giveSecondFactor,
  showRefusedSecondFactor,
  showRefusedSignIn,
  showSecondFactor,
  showSignIn,
  signIn,
  signOut,
} from './signIn/handlers.ts';

const entry: RouteRow[] = [
  publicGet(paths.signIn, open, { form: signInQuery }, showSignIn),
  publicPost(
    paths.signIn,
    open,
    { act: 'account.signedIn', form: signInForm, refused: showRefusedSignIn },
    signIn,
  ),
  publicGet(paths.secondFactor, open, { form: signInQuery }, showSecondFactor),
  publicPost(
    paths.secondFactor,
    open,
    { act: 'account.signedIn', form: codeForm, refused: showRefusedSecondFactor },
    giveSecondFactor,
  ),
  post(paths.signOut, signedIn, { act: 'account.signedOut' }, signOut),
  publicGet(paths.passwordForgotten, open, {}, showForgotten),
  publicPost(
    paths.passwordForgotten,
    open,
    { act: 'account.passwordResetAsked', form: forgottenForm, refused: showForgotten },
    askForReset,
  ),
  publicGet(paths.passwordReset, open, {}, showReset),
  publicPost(
    paths.passwordReset,
    open,
    { act: 'account.passwordChanged', form: newPasswordForm, refused: showReset },
    reset,
  ),
  publicGet(paths.setUp, open, {}, showSetUp),
  publicPost(paths.setUp, open, { act: 'account.setUp', form: setUpForm, refused: showSetUp }, setUp),
  publicGet(paths.invitation, open, {}, showInvitation),
  publicPost(
    paths.invitation,
    open,
    { act: 'invitation.accepted', form: acceptForm, refused: showInvitation },
    accept,
  ),
];

const own: RouteRow[] = [
  get(paths.account, signedIn, {}, showAccount),
  post(paths.accountName, signedIn, { act: 'account.renamed', form: nameForm, refused: showAccount }, rename),
  post(
    paths.accountPassword,
    signedIn,
    { act: 'account.passwordChanged', form: passwordForm, refused: showAccount },
    newPassword,
  ),
  get(paths.accountSecondFactor, signedIn, { form: secondFactorQuery }, showFactor),
  post(
    paths.accountSecondFactor,
    signedIn,
    { act: 'account.secondFactorSet', form: secondFactorForm, refused: showFactor },
    setUpFactor,
  ),
  post(
    paths.accountRecoveryCodes,
    signedIn,
    { act: 'account.recoveryCodesMade', form: proofForm, refused: showRefusedFactor },
    newCodes,
  ),
  post(
    paths.accountSecondFactorRemoval,
    signedIn,
    { act: 'account.secondFactorRemoved', form: proofForm, refused: showRefusedFactor },
    removeFactor,
  ),
  post(paths.accountSessions, signedIn, { act: 'account.signedOutEverywhere' }, leaveEverywhere),
];

const care: RouteRow[] = [
  get(paths.platforms, platformCare, {}, bodies.showPlatforms),
  get(paths.platform, platformCare, {}, bodies.showPlatform),
  post(
    paths.platformNames,
    administration,
    { act: 'platform.named', form: namesForm, refused: bodies.showPlatform },
    bodies.renamePlatform,
  ),
  post(
    paths.platformCoordinators,
    administration,
    { act: 'invitation.sent', form: inviteForm, refused: bodies.showPlatform },
    inviteToBody('platform'),
  ),
  post(
    paths.platformOrganisations,
    coordination,
    { act: 'organisation.admitted', form: admitForm, refused: bodies.showPlatform },
    bodies.admit,
  ),
  get(paths.organisations, organisationCare, {}, bodies.showOrganisations),
  get(paths.organisation, organisationCare, {}, bodies.showOrganisation),
  post(
    paths.organisationPeople,
    organisationCare,
    { act: 'invitation.sent', form: inviteForm, refused: bodies.showOrganisation },
    inviteToBody('organisation'),
  ),
  get(paths.authorities, administration, {}, authorities.showAuthorities),
  post(
    paths.authorities,
    administration,
    { act: 'authority.added', form: namesForm, refused: authorities.showAuthorities },
    authorities.newAuthority,
  ),
  get(paths.authority, administration, {}, authorities.showAuthority),
  post(
    paths.authority,
    administration,
    { act: 'authority.named', form: namesForm, refused: authorities.showAuthority },
    authorities.renameAuthority,
  ),
  post(
    paths.authorityOfficials,
    administration,
    { act: 'invitation.sent', form: inviteForm, refused: authorities.showAuthority },
    inviteToBody('authority'),
  ),
  get(paths.administrators, administration, {}, bodies.showAdministrators),
  post(
    paths.administrators,
    administration,
    { act: 'invitation.sent', form: inviteForm, refused: bodies.showAdministrators },
    inviteToBody('system'),
  ),
  post(paths.membershipEnd, peopleCare, { act: 'membership.ended' }, end),
  post(paths.invitationWithdrawal, peopleCare, { act: 'invitation.withdrawn' }, withdraw),
  post(paths.personPasswordReset, peopleCare, { act: 'account.resetHandedOver' }, handOverReset),
];

/** The addresses forms are sent to, opened by hand. */
const formAddresses: RouteRow[] = [
  get(paths.accountName, signedIn, {}, toAccount),
  get(paths.accountPassword, signedIn, {}, toAccount),
  get(paths.accountSessions, signedIn, {}, toAccount),
  get(paths.accountRecoveryCodes, signedIn, {}, toSecondFactor),
  get(paths.accountSecondFactorRemoval, signedIn, {}, toSecondFactor),
  get(paths.platformNames, signedIn, {}, toPlatform),
  get(paths.platformCoordinators, signedIn, {}, toPlatform),
  get(paths.platformOrganisations, signedIn, {}, toPlatform),
  get(paths.organisationPeople, signedIn, {}, toOrganisation),
  get(paths.authorityOfficials, signedIn, {}, toAuthority),
];

/** People, sign-in and who belongs where: each row with its permission and its act. */
export const accountRoutes: RouteRow[] = [...entry, ...own, ...care, ...formAddresses];
