import { randomBytes } from 'node:crypto';
import MongoStore from 'connect-mongo';
import { csrfSync } from 'csrf-sync';
import type { Request, RequestHandler } from 'express';
import { rateLimit } from 'express-rate-limit';
import session from 'express-session';
import helmet from 'helmet';
import type { Connection } from 'mongoose';

declare module 'express-session' {
  interface SessionData {
    /** The language chosen on this device is a cookie; here is what signing in needs. */
    secondFactorGivenAt?: number;
    /** A person who gave the password and still owes the second factor. */
    awaitingSecondFactor?: { personId: string; to: string; at: number };
    signedInAt?: number;
    /** The restore whose data it was made on; see boundTo. */
    restoration?: string;
    notice?: { key: string; values?: Record<string, string | number> };
  }
}

/** A session ends after this long without a request, and in any case after `longest`. Milliseconds. */
export const sessionLimits = { idle: 60 * 60_000, longest: 12 * 60 * 60_000 };

/** Everything from ourselves; no inline script or style; nobody may frame us. */
export function headers(options: { https: boolean }): RequestHandler {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'"],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        workerSrc: ["'self'"],
        manifestSrc: ["'self'"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
        ...(options.https ? { upgradeInsecureRequests: [] } : {}),
      },
    },
    strictTransportSecurity: options.https,
    referrerPolicy: { policy: 'same-origin' },
    crossOriginEmbedderPolicy: false,
  });
}

/** Sessions in the database; the cookie is a random id, signed. */
export function sessions(options: {
  connection: Connection;
  secret: string;
  https: boolean;
  restoration: string;
}): {
  middleware: RequestHandler;
  store: MongoStore;
} {
  const store = MongoStore.create({
    client: options.connection.getClient() as never,
    dbName: options.connection.name,
    collectionName: 'sessions',
    ttl: sessionLimits.idle / 1000,
    touchAfter: 60,
    stringify: false, // so that all sessions of one person can be ended
  });
  boundTo(store, options.restoration);
  const middleware = session({
    name: options.https ? '__Host-schakel' : 'schakel',
    secret: options.secret,
    store,
    resave: false,
    rolling: true,
    saveUninitialized: false,
    cookie: { httpOnly: true, sameSite: 'lax', secure: options.https, path: '/', maxAge: sessionLimits.idle },
  });
  return { middleware: remembering(middleware), store };
}

/** What the session of a request said when it was read. */
const readAs = new WeakMap<object, string>();

const saying = (kept: object): string =>
  JSON.stringify(kept, (name, value) => (name === 'cookie' ? undefined : value));

function remembering(middleware: RequestHandler): RequestHandler {
  return (request, response, next) =>
    middleware(request, response, (error?: unknown) => {
      if (request.session) readAs.set(request, saying(request.session));
      next(error);
    });
}

/**
 * Writes a changed session before anything is answered. Left to the end of the request it is written while the browser
 * already follows the redirect, or sends the form of the page: what was said last would be missing there.
 */
export async function keepSession(request: Request): Promise<void> {
  const { session: kept } = request;
  if (!kept) return;
  const says = saying(kept);
  if (says === '{}' || says === readAs.get(request)) return;
  await new Promise<void>((resolve, reject) =>
    kept.save((error: unknown) => (error ? reject(error) : resolve())),
  );
}

/**
 * A restore empties the sessions, but a request that was under way writes its own back afterwards. So each says on
 * which data it was made, and on other data it is none.
 */
function boundTo(store: MongoStore, restoration: string): void {
  const [get, set] = [store.get.bind(store), store.set.bind(store)];
  store.get = (id, tell) =>
    get(id, (error, found) => tell(error, (found?.restoration ?? '') === restoration ? found : null));
  store.set = (id, kept, tell) => set(id, { ...kept, restoration }, tell);
}

/** The same for who reads sessions from the database; those made before there were restores say nothing. */
export const ofRestoration = (restoration: string) =>
  restoration === '' ? { $in: ['', null] } : restoration;

/** A token in the session, asked back with every request that writes: hidden field `_csrf` or header. */
export function csrf() {
  const { csrfSynchronisedProtection, generateToken } = csrfSync({
    getTokenFromRequest: (request) =>
      (request.headers['x-csrf-token'] as string | undefined) ??
      (request.body as { _csrf?: string } | undefined)?._csrf ??
      null,
    size: 32,
  });
  return { protect: csrfSynchronisedProtection as RequestHandler, tokenOf: generateToken };
}

/** At most `most` requests in a time (milliseconds; a minute) from one address; what is told then is for `tell`. */
export function limitRate(most: number, tell: RequestHandler, within = 60_000): RequestHandler {
  return rateLimit({
    windowMs: within,
    limit: most,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    handler: (request, response, next) => tell(request, response, next),
  });
}

/** A secret for signing, 32 random bytes in base64url. */
export const newSecret = (): string => randomBytes(32).toString('base64url');
