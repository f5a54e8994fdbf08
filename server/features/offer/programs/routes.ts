import { open } from '../../../core/policy.ts';
import { publicGet, type RouteRow } from '../../../core/route.ts';
import { paths } from '../../../paths.ts';
import * as handle from './handlers.ts';

/** The page about the open data. */
export const openDataRoutes: RouteRow[] = [publicGet(paths.openData, open, {}, handle.showOpenData)];

/** The files themselves, for programs. */
export const openDataFileRoutes: RouteRow[] = [publicGet(paths.openDataFile, open, {}, handle.downloadCsv)];
