import { open } from '../../core/policy.ts';
import { publicGet, type RouteRow } from '../../core/route.ts';
import { paths } from '../../paths.ts';
import { feed } from './handlers.ts';

/** Calendars for programs, each at a secret address. */
export const icalendarRoutes: RouteRow[] = [publicGet(paths.calendarFeed, open, {}, feed)];
