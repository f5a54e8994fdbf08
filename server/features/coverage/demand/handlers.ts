import type { Answer } from '../../../core/answers.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { demandPage } from './demandPage.ts';
import type { DemandInput } from './forms.ts';

export const showDemand = (visit: SignedInVisit<DemandInput>): Promise<Answer> => demandPage(visit);
