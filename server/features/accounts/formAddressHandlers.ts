import { type Answer, redirect } from '../../core/answers.ts';
import type { SignedInVisit } from '../../core/route.ts';
import { paths } from '../../paths.ts';

// Where the address of a form leads that is only sent to: after reloading or choosing another language.

export const toAccount = (): Answer => redirect(paths.account());

export const toSecondFactor = (): Answer => redirect(paths.accountSecondFactor());

export const toPlatform = ({ params }: SignedInVisit<undefined>): Answer =>
  redirect(paths.platform({ id: params.id ?? '' }));

export const toOrganisation = ({ params }: SignedInVisit<undefined>): Answer =>
  redirect(paths.organisation({ id: params.id ?? '' }));

export const toAuthority = ({ params }: SignedInVisit<undefined>): Answer =>
  redirect(paths.authority({ id: params.id ?? '' }));
