import { path } from './core/path.ts';

/** Every address of the site. Routes mount the patterns; views, redirects and mails call the builders. */
export const paths = {
  home: path('/'),
  healthz: path('/healthz'),
  readyz: path('/readyz'),
  language: path('/language/:code'),
  session: path('/session'),

  signIn: path('/sign-in'),
  signOut: path('/sign-out'),
  secondFactor: path('/sign-in/second-factor'),
  passwordForgotten: path('/password-reset'),
  setUp: path('/set-up/:token'),
  invitation: path('/invitations/:token'),
  passwordReset: path('/password-reset/:token'),
  account: path('/account'),
  accountName: path('/account/name'),
  accountPassword: path('/account/password'),
  accountSecondFactor: path('/account/second-factor'),
  accountRecoveryCodes: path('/account/second-factor/recovery-codes'),
  accountSessions: path('/account/sessions'),
  accountSecondFactorRemoval: path('/account/second-factor/removal'),
  personPasswordReset: path('/people/:id/password-reset'),

  administrators: path('/administrators'),

  platforms: path('/platforms'),
  platform: path('/platforms/:id'),
  platformNames: path('/platforms/:id/names'),
  platformCoordinators: path('/platforms/:id/coordinators'),
  platformOrganisations: path('/platforms/:id/organisations'),
  authorities: path('/authorities'),
  authority: path('/authorities/:id'),
  authorityOfficials: path('/authorities/:id/officials'),
  organisations: path('/organisations'),
  organisation: path('/organisations/:id'),
  organisationPeople: path('/organisations/:id/people'),
  membershipEnd: path('/memberships/:id/end'),
  invitationWithdrawal: path('/invitations/:id/withdrawal'),

  offer: path('/offer'),
  offerEntry: path('/offer/:id'),

  plans: path('/plans'),
  plan: path('/plans/:id'),
  planRecords: path('/plans/:id/records'),
  planExport: path('/plans/:id/export'),
  planPrint: path('/plans/:id/print'),
  planGoals: path('/plans/:id/goals'),
  planGoal: path('/plans/:id/goals/:goalId'),
  planGoalRemoval: path('/plans/:id/goals/:goalId/removal'),
  planGoalRestoration: path('/plans/:id/goals/:goalId/restoration'),
  planActions: path('/plans/:id/goals/:goalId/actions'),
  planAction: path('/plans/:id/actions/:actionId'),
  planActionRemoval: path('/plans/:id/actions/:actionId/removal'),
  planActionRestoration: path('/plans/:id/actions/:actionId/restoration'),

  newCase: path('/cases/new'),
  cases: path('/cases'),
  caseConsents: path('/cases/:id/consents'),
  caseConsentWithdrawal: path('/cases/:id/consents/:consentId/withdrawal'),
  caseMembers: path('/cases/:id/members'),
  caseMemberEnd: path('/cases/:id/members/:memberId/end'),
  caseViews: path('/cases/:id/views'),
} as const;

export type Paths = typeof paths;
