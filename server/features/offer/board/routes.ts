import { get, type RouteRow } from '../../../core/route.ts';
import { paths } from '../../../paths.ts';
import { offerUpkeep } from '../policy.ts';
import { boardViewForm } from './forms.ts';
import * as handle from './handlers.ts';

/** Free places and waiting lists of a platform, for those who keep them. */
export const boardRoutes: RouteRow[] = [
  get(paths.offerBoards, offerUpkeep, {}, handle.listBoards),
  get(paths.offerBoard, offerUpkeep, { form: boardViewForm }, handle.showBoard),
  get(paths.offerBoardEntries, offerUpkeep, {}, handle.showEntries),
];
