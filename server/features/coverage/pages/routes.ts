import { get, type RouteRow } from '../../../core/route.ts';
import { paths } from '../../../paths.ts';
import { gapReading } from '../register/policy.ts';
import { coverageForm } from './forms.ts';
import * as handle from './handlers.ts';

/** Coverage of the care offer: a matrix, a heat map and a map of the same cells, for those who read the gaps. */
export const coverageRoutes: RouteRow[] = [
  get(paths.coverage, gapReading, { form: coverageForm, refused: handle.showCoverage }, handle.showCoverage),
  get(paths.coverageParts, gapReading, { form: coverageForm }, handle.showParts),
];
