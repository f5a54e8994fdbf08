import type { RouteRow } from './core/route.ts';
import { accountRoutes } from './features/accounts/routes.ts';
import { caseRoutes } from './features/cases/routes.ts';
import { deviceRoutes } from './features/devices/routes.ts';
import { offerRoutes } from './features/offer/routes.ts';
import { suggestionRoutes } from './features/offer/suggestions/routes.ts';
import { upkeepRoutes } from './features/offer/upkeep/routes.ts';
import { verificationRoutes } from './features/offer/verification/routes.ts';
import { planRoutes } from './features/plans/routes.ts';
import { siteRoutes } from './features/site/routes.ts';

/** The site map: every row of every feature, each with its permission and its act. */
export const routes: RouteRow[] = [
  ...siteRoutes,
  ...offerRoutes,
  ...verificationRoutes,
  ...suggestionRoutes,
  ...upkeepRoutes,
  ...accountRoutes,
  ...deviceRoutes,
  ...caseRoutes,
  ...planRoutes,
];
