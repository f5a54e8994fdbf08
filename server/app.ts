import type { ServerResponse } from 'node:http';
import { fileURLToPath } from 'node:url';
import compression from 'compression';
import express, { type Express, type Request, type RequestHandler, Router } from 'express';
import { publicDirectory } from './core/assets.ts';
import { refuseDeepBodies } from './core/bodyDepth.ts';
import { errorReplies, nothingHere } from './core/errorReplies.ts';
import { TooMany } from './core/errors.ts';
import type { House } from './core/house.ts';
import { type Language, translator } from './core/i18n.ts';
import { chooseLanguage } from './core/language.ts';
import { requestLog } from './core/requestLog.ts';
import { Restored } from './core/restorations.ts';
import { mountRoutes, type RequestState, type RouteRow } from './core/route.ts';
import { csrf, headers, limitRate } from './core/security.ts';
import { takeUploads } from './core/uploads.ts';
import { authentication, personOf, rememberPerson } from './features/accounts/session.ts';
import { calendarLimits } from './features/network/activities/calendar/limits.ts';
import { activityWriting } from './features/network/activities/policy.ts';
import { limits as fileLimits } from './features/offer/exchange/limits.ts';
import { offerReconciliation, offerUpkeep } from './features/offer/policy.ts';
import { listLimits } from './features/offer/reconciling/limits.ts';
import { paths } from './paths.ts';
import { programRoutes, routes } from './routes.ts';
import { programsDoor, programsEnd } from './standards/door.ts';
import { useViews, viewLocals } from './views.ts';

export interface AppOptions {
  house: House;
  /** Shared with the sockets: the same session and the same person. */
  session: RequestHandler;
  trustProxy: number;
  /** Answers 503 on /readyz once stopping began. */
  isReady(): boolean;
  /**
   * Requests from one address: a minute to the site, a minute to the pages that take a secret, an hour to the form by
   * which anyone reports something, a minute of programs.
   */
  limits?: { all: number; secrets: number; reports: number; programs?: number };
}

/** What the middleware found out about a request. */
const states = new WeakMap<Request, RequestState>();
const noState: RequestState = { person: null, language: 'nl', t: translator('nl') };
const stateOf = (request: Request): RequestState => states.get(request) ?? noState;

/** The whole site as one Express application: the middleware in order, then the table of routes. */
export function createApp(options: AppOptions): Express {
  const { house } = options;
  const app = express();
  const https = house.publicUrl.startsWith('https:');
  const guard = csrf();
  const limits = options.limits ?? { all: 1200, secrets: 30, reports: 20 };
  const tooMany = tellTooMany();
  app.disable('x-powered-by');
  app.set('env', 'production'); // when even the error page fails, the framework's own shows no stack
  app.set('trust proxy', options.trustProxy);
  app.set('query parser', 'simple');
  useViews(app, house.demo);

  const steps: RequestHandler[] = [
    health(options.isReady),
    headers({ https }),
    staticFiles(),
    requestLog(house.logger),
    language(),
    limitRate(limits.all, tooMany),
    forPrograms(house, limits.programs ?? 300),
    noCache,
    options.session,
    ...authentication(house),
    knownPerson(house),
    // Before the bodies: one that cannot be read is refused with a page.
    viewLocals(stateOf, (request) => guard.tokenOf(request)),
    // The standard of a platform has the largest form: twenty expectations, each with every box ticked.
    express.urlencoded({ extended: false, limit: '256kb', parameterLimit: 1000 }),
    express.json({ limit: '256kb' }),
    ...files(),
    refuseDeepBodies,
    whileOpen(house),
    guard.protect,
  ];
  for (const step of steps) app.use(step);
  for (const secret of [
    paths.signIn,
    paths.secondFactor,
    paths.passwordForgotten,
    paths.passwordReset,
    paths.setUp,
    paths.invitation,
    paths.offerLink,
    paths.meetingAnswer,
    paths.evaluation,
  ]) {
    app.post(secret.pattern, limitRate(limits.secrets, tooMany));
  }
  // The form of a visitor begins a session, which is kept for an hour: nobody fills the store by asking for forms.
  for (const form of [
    paths.signIn,
    paths.passwordForgotten,
    paths.offerReport,
    paths.offerLink,
    paths.meetingAnswer,
    paths.evaluation,
  ])
    app.get(form.pattern, limitRate(limits.secrets * 4, tooMany));
  // Two hundred sheets cost as much as some twenty pages.
  app.get(paths.offerBrochure.pattern, limitRate(limits.secrets, tooMany));
  app.post(paths.offerReport.pattern, limitRate(limits.reports, tooManyReports, 60 * 60_000));
  app.use(siteMap(house, routes));
  app.use(nothingHere);
  app.use(errorReplies(house.logger, stateOf));
  return app;
}

const programPlaces = [paths.hsds.pattern, paths.openDataFile.pattern, paths.calendarFeed.pattern];

/** Without session and cookies: what programs read is the same for everybody, and may be kept by anybody. */
function forPrograms(house: House, most: number): Router {
  const router = Router();
  router.use(programPlaces, ...programsDoor(most));
  for (const { path } of programRoutes) router.get(path.pattern, whileOpen(house));
  router.use(siteMap(house, programRoutes));
  router.use(programPlaces, programsEnd);
  return router;
}

function siteMap(house: House, rows: RouteRow[]): Router {
  const router = Router();
  // Only a page can be gone on to afterwards: a form is not sent again by itself.
  const wanted = (request: Request) => ({ to: request.method === 'GET' ? request.originalUrl : undefined });
  mountRoutes(router, rows, {
    house,
    stateOf,
    signInAddress: (request) => paths.signIn(wanted(request)),
    secondFactorAddress: (request, person) =>
      person.hasSecondFactor
        ? paths.secondFactor(wanted(request))
        : paths.accountSecondFactor(wanted(request)),
  });
  return router;
}

/** Only lists of the care offer and of organisations are sent as files. */
const files = (): RequestHandler[] => [
  takeUploads({
    path: paths.upkeepImports(),
    most: fileLimits.bytes,
    isAllowed: (request) => offerUpkeep.permits(stateOf(request).person),
  }),
  takeUploads({
    path: paths.reconciliations(),
    most: listLimits.bytes,
    isAllowed: (request) => offerReconciliation.permits(stateOf(request).person),
  }),
  takeUploads({
    path: paths.activityImports(),
    most: calendarLimits.bytes,
    isAllowed: (request) => activityWriting.permits(stateOf(request).person),
  }),
];

/** For load balancers and supervisors: alive, and ready to take work. No session, no log. */
function health(isReady: () => boolean): RequestHandler {
  return (request, response, next) => {
    if (request.path === paths.healthz()) return void response.type('text').send('ok\n');
    if (request.path !== paths.readyz()) return next();
    const ready = isReady();
    response
      .status(ready ? 200 : 503)
      .type('text')
      .send(ready ? 'ready\n' : 'not ready\n');
  };
}

/** Static files are compressed here; of the pages only those without a secret (answers.ts). */
function staticFiles(): RequestHandler {
  const router = Router();
  const serve = (folder: string) => [
    compression(),
    express.static(fileURLToPath(new URL(`${folder}/`, `file://${publicDirectory}`)), {
      maxAge: '365d',
      immutable: true,
      index: false,
      redirect: false,
      setHeaders: forWorker,
    }),
  ];
  for (const folder of ['styles', 'images', 'fonts', 'build']) router.use(`/${folder}`, ...serve(folder));
  return router;
}

/** The service worker lies with the other scripts and answers for the whole site; each time a browser asks, it is read anew. */
function forWorker(response: ServerResponse, file: string): void {
  if (!file.endsWith('/offlineWorker.js')) return;
  response.setHeader('Service-Worker-Allowed', '/');
  response.setHeader('Cache-Control', 'no-cache');
}

function language(): RequestHandler {
  return (request, _response, next) => {
    const chosen: Language = chooseLanguage(request);
    states.set(request, { person: null, language: chosen, t: translator(chosen) });
    next();
  };
}

function knownPerson(house: House): RequestHandler {
  return (request, response, next) => {
    personOf(request, house)
      .then((person) => {
        states.set(request, { ...stateOf(request), person });
        rememberPerson(request, response, person);
        next();
      })
      .catch(next);
  };
}

/** During a restore, after the bodies: the page that refuses a form gives back what was typed in it. */
function whileOpen({ fence }: House): RequestHandler {
  return (_request, response, next) => {
    if (fence.isOpen) return next();
    response.set('Retry-After', '5');
    next(new Restored());
  };
}

/** Pages of people who are signed in are kept by nobody. */
const noCache: RequestHandler = (_request, response, next) => {
  response.set('Cache-Control', 'no-store');
  next();
};

/** An error and no bare text: the page gives back what was typed. */
const tooManyReports: RequestHandler = (_request, _response, next) =>
  next(new TooMany('suggestions.errors.tooManyReports'));

function tellTooMany(): RequestHandler {
  return (request, response) => {
    response.status(429).type('text').send(stateOf(request).t('errors.tooMany'));
  };
}
