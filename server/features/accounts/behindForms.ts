import { redirect } from '../../core/answers.ts';
import { signedIn } from '../../core/policy.ts';
import { get, type RouteRow } from '../../core/route.ts';
import { paths } from '../../paths.ts';

/** Where to go from the address of a form that is only sent to: after reloading or choosing another language. */
const behind: [{ readonly pattern: string }, (id: string) => string][] = [
  [paths.accountName, () => paths.account()],
  [paths.accountPassword, () => paths.account()],
  [paths.accountSessions, () => paths.account()],
  [paths.accountRecoveryCodes, () => paths.accountSecondFactor()],
  [paths.accountSecondFactorRemoval, () => paths.accountSecondFactor()],
  [paths.platformNames, (id) => paths.platform({ id })],
  [paths.platformCoordinators, (id) => paths.platform({ id })],
  [paths.platformOrganisations, (id) => paths.platform({ id })],
  [paths.organisationPeople, (id) => paths.organisation({ id })],
  [paths.authorityOfficials, (id) => paths.authority({ id })],
];

export const pagesBehindForms: RouteRow[] = behind.map(([path, pageOf]) =>
  get(path, signedIn, {}, ({ params }) => redirect(pageOf(params.id ?? ''))),
);
