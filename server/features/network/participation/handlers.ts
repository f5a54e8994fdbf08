import type { Answer } from '../../../core/answers.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { participationFile } from './file.ts';
import type { ParticipationInput } from './forms.ts';
import { participationPage } from './page.ts';
import { scopeOfBody, scopeOfPlatform } from './scope.ts';

type Visit = SignedInVisit<ParticipationInput>;

export const showOfBody = async (visit: Visit): Promise<Answer> =>
  participationPage(visit, await scopeOfBody(visit));

export const sendOfBody = async (visit: Visit): Promise<Answer> =>
  participationFile(visit, await scopeOfBody(visit));

export const showOfPlatform = async (visit: Visit): Promise<Answer> =>
  participationPage(visit, await scopeOfPlatform(visit));

export const sendOfPlatform = async (visit: Visit): Promise<Answer> =>
  participationFile(visit, await scopeOfPlatform(visit));
