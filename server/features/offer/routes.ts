import { open } from '../../core/policy.ts';
import { publicGet, type RouteRow } from '../../core/route.ts';
import { paths } from '../../paths.ts';
import { offerSearchForm } from './forms.ts';
import { searchOffer, showEntry } from './handlers.ts';

export const offerRoutes: RouteRow[] = [
  publicGet(paths.offer, open, { form: offerSearchForm }, searchOffer),
  publicGet(paths.offerEntry, open, {}, showEntry),
];
