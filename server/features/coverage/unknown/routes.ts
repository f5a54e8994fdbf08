import { get, type RouteRow } from '../../../core/route.ts';
import { paths } from '../../../paths.ts';
import { gapReading } from '../register/policy.ts';
import { unknownForm } from './forms.ts';
import * as handle from './handlers.ts';

/** What to ask first: the entries by which most cells of a territory are unknown. */
export const unknownRoutes: RouteRow[] = [
  get(paths.unknown, gapReading, { form: unknownForm }, handle.showUnknown),
];
