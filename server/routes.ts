import type { RouteRow } from './core/route.ts';
import { accountRoutes } from './features/accounts/routes.ts';
import { caseRoutes } from './features/cases/routes.ts';
import { candidateRoutes } from './features/coverage/candidates/routes.ts';
import { circuitRoutes } from './features/coverage/circuits/routes.ts';
import { demandRoutes } from './features/coverage/demand/routes.ts';
import { coverageRoutes } from './features/coverage/pages/routes.ts';
import { gapRoutes } from './features/coverage/register/routes.ts';
import { signalRoutes } from './features/coverage/signals/routes.ts';
import { standardRoutes } from './features/coverage/standards/routes.ts';
import { unknownRoutes } from './features/coverage/unknown/routes.ts';
import { wordRoutes } from './features/coverage/wordsAndTasks/routes.ts';
import { zoneRoutes } from './features/coverage/zones/routes.ts';
import { deviceRoutes } from './features/devices/routes.ts';
import { roomRoutes } from './features/meetings/room/routes.ts';
import { meetingRoutes } from './features/meetings/routes.ts';
import { activityRoutes } from './features/network/activities/routes.ts';
import { bodyRoutes } from './features/network/bodies/routes.ts';
import { itemRoutes } from './features/network/items/routes.ts';
import { networkRoutes } from './features/network/picture/routes.ts';
import { yearPlanRoutes } from './features/network/yearPlan/routes.ts';
import { boardRoutes } from './features/offer/board/routes.ts';
import { brochureRoutes } from './features/offer/brochure/routes.ts';
import { exchangeRoutes } from './features/offer/exchange/routes.ts';
import { instrumentRoutes } from './features/offer/instruments/routes.ts';
import { openDataFileRoutes, openDataRoutes } from './features/offer/programs/routes.ts';
import { reconcilingRoutes } from './features/offer/reconciling/routes.ts';
import { offerRoutes } from './features/offer/routes.ts';
import { suggestionRoutes } from './features/offer/suggestions/routes.ts';
import { upkeepRoutes } from './features/offer/upkeep/routes.ts';
import { verificationRoutes } from './features/offer/verification/routes.ts';
import { planRoutes } from './features/plans/routes.ts';
import { siteRoutes } from './features/site/routes.ts';
import { hsdsRoutes } from './standards/hsds/routes.ts';
import { icalendarRoutes } from './standards/icalendar/routes.ts';

/** What is there for programs. It is answered before anybody is known, so that no answer depends on who asks. */
export const programRoutes: RouteRow[] = [...hsdsRoutes, ...openDataFileRoutes, ...icalendarRoutes];

/** The site map: every row of every feature, each with its permission and its act. */
export const routes: RouteRow[] = [
  ...siteRoutes,
  ...programRoutes,
  // Before the entries of the directory, of which each has an address of its own.
  ...openDataRoutes,
  ...boardRoutes,
  ...brochureRoutes,
  ...instrumentRoutes,
  ...offerRoutes,
  ...verificationRoutes,
  ...suggestionRoutes,
  ...exchangeRoutes,
  ...reconcilingRoutes,
  ...upkeepRoutes,
  ...coverageRoutes,
  ...candidateRoutes,
  ...wordRoutes,
  ...unknownRoutes,
  // Before the gaps, of which each has an address of its own.
  ...demandRoutes,
  ...itemRoutes,
  ...gapRoutes,
  ...signalRoutes,
  ...circuitRoutes,
  ...standardRoutes,
  ...zoneRoutes,
  ...bodyRoutes,
  ...networkRoutes,
  ...meetingRoutes,
  ...roomRoutes,
  ...yearPlanRoutes,
  ...activityRoutes,
  ...accountRoutes,
  ...deviceRoutes,
  ...caseRoutes,
  ...planRoutes,
];
