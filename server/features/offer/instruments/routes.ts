import { open } from '../../../core/policy.ts';
import { publicGet, type RouteRow } from '../../../core/route.ts';
import { paths } from '../../../paths.ts';
import { offerSearchForm } from '../forms.ts';
import { showInstruments } from './handlers.ts';

export const instrumentRoutes: RouteRow[] = [
  publicGet(paths.offerInstruments, open, { form: offerSearchForm }, showInstruments),
];
