import { get, type RouteRow } from '../../../core/route.ts';
import { paths } from '../../../paths.ts';
import { demandForm } from './forms.ts';
import { showDemand } from './handlers.ts';
import { demandReading } from './policy.ts';

/** What was looked for in cases and not found, as counts. */
export const demandRoutes: RouteRow[] = [get(paths.demand, demandReading, { form: demandForm }, showDemand)];
