import { open } from '../../../core/policy.ts';
import { publicGet, type RouteRow } from '../../../core/route.ts';
import { paths } from '../../../paths.ts';
import { brochureForm } from './forms.ts';
import { showBrochure } from './handlers.ts';

export const brochureRoutes: RouteRow[] = [
  publicGet(paths.offerBrochure, open, { form: brochureForm }, showBrochure),
];
