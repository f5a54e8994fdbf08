import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Request, RequestHandler, Response } from 'express';
import type { SessionData } from 'express-session';
import passport from 'passport';
import { PersonModel, type PersonRecord } from '../../../models/Person.ts';
import { systemClock } from '../../core/clock.ts';
import type { House } from '../../core/house.ts';
import type { Language } from '../../core/i18n.ts';
import { chooseLanguage } from '../../core/language.ts';
import type { Affiliation, Person } from '../../core/person.ts';
import { ofRestoration, sessionLimits } from '../../core/security.ts';
import { describeDevice, deviceOf } from './devices.ts';
import { initials, menuOf } from './menu.ts';
import { affiliationsOf } from './queries.ts';
import { passwordStrategy } from './signIn/strategy.ts';

declare module 'express-session' {
  interface SessionData {
    /** Whose session it is; kept by passport. */
    passport?: { user?: string };
    /** The person's session epoch at sign-in: a newer one ends this session. */
    epoch?: number;
  }
}

const authenticators = new WeakMap<House, passport.Authenticator>();

function authenticatorOf(house: House): passport.Authenticator {
  let made = authenticators.get(house);
  if (!made) {
    made = new passport.Passport();
    made.use(passwordStrategy(house));
    made.serializeUser((user, done) => done(null, (user as { id: string }).id));
    // The person is read once, by `personOf`, for pages and sockets alike; here only the id passes.
    made.deserializeUser((id, done) => done(null, { id }));
    authenticators.set(house, made);
  }
  return made;
}

/** Passport with the local strategy. Expects the session before it. */
export function authentication(house: House): RequestHandler[] {
  const authenticator = authenticatorOf(house);
  return [authenticator.initialize() as RequestHandler, authenticator.session() as RequestHandler];
}

/** Runs the local strategy on the body of a request; answers what it found out, and signs nobody in. */
export function askStrategy<T>(request: Request, house: House): Promise<T> {
  return new Promise((resolve, reject) => {
    const told = (error: unknown, _user: unknown, found: unknown) =>
      error ? reject(error) : resolve(found as T);
    authenticatorOf(house).authenticate('local', { session: false }, told)(request, request.res, reject);
  });
}

/** A name for a session in acts that cannot be used to take it over: 64 bits of its hash, in hex. */
export const sessionMark = (sessionId: string): string =>
  createHash('sha256').update(sessionId).digest('hex').slice(0, 16);

/** What a session says about who it belongs to. */
type Said = Partial<SessionData>;

/** The person of a request, with what they are now; null when nobody is signed in or the session has ended. */
export async function personOf(request: Request, house: House): Promise<Person | null> {
  const { session, sessionID } = request;
  const found = await peopleOf(
    new Map(session ? [[sessionID, session]] : []),
    house,
    chooseLanguage(request),
  );
  return found.get(sessionID) ?? null;
}

/** The same for the request a socket was opened with, which the session middleware has seen. */
export async function personForSocket(request: IncomingMessage, house: House): Promise<Person | null> {
  const { sessionID } = request as IncomingMessage & { sessionID?: string };
  const found = await peopleOfSessions(sessionID ? [sessionID] : [], house);
  return found.get(sessionID ?? '') ?? null;
}

/** The sessions among these that have not ended; one query. */
async function aliveOf(sessionIds: string[], house: House): Promise<Map<string, Said>> {
  const kept = house.connection.collection<{ _id: string; session: Said; expires: Date }>('sessions');
  // The session store writes when a session ends by the system's clock, whatever clock the house goes by.
  const alive = {
    _id: { $in: [...new Set(sessionIds)] },
    expires: { $gt: systemClock.now() },
    'session.restoration': ofRestoration(house.fence.restoration),
  };
  const rows = await kept.find(alive).toArray();
  return new Map(rows.map((row) => [row._id, row.session]));
}

const mayGoOn = ({ passport: kept, signedInAt = 0 }: Said, now: Date): boolean =>
  kept?.user !== undefined && now.getTime() - signedInAt <= sessionLimits.longest;

/**
 * The people of several sessions, all read anew: by session id, absent where the session has ended. Four to six
 * queries however many there are.
 */
export const peopleOfSessions = async (sessionIds: string[], house: House): Promise<Map<string, Person>> =>
  peopleOf(await aliveOf(sessionIds, house), house);

/** All that sessions themselves say about who is signed in and how, to compare; absent where one has ended. */
export async function sessionSigns(sessionIds: string[], house: House): Promise<Map<string, string>> {
  const now = house.clock.now();
  const alive = [...(await aliveOf(sessionIds, house))].filter(([, said]) => mayGoOn(said, now));
  return new Map(
    alive.map(([sessionId, { passport: kept, epoch, secondFactorGivenAt, signedInAt }]) => [
      sessionId,
      JSON.stringify([kept?.user, epoch, secondFactorGivenAt, signedInAt]),
    ]),
  );
}

async function peopleOf(
  sessions: Map<string, Said>,
  house: House,
  language?: Language,
): Promise<Map<string, Person>> {
  const now = house.clock.now();
  const alive = [...sessions].filter(([, said]) => mayGoOn(said, now));
  if (alive.length === 0) return new Map();
  const ids = [...new Set(alive.map(([, said]) => said.passport?.user ?? ''))];
  const [records, affiliations] = await Promise.all([
    PersonModel.find({ _id: { $in: ids } }).lean<PersonRecord[]>(),
    affiliationsOf(ids, language ?? 'nl', now),
  ]);
  const recordOf = new Map(records.map((record) => [record._id, record]));
  const people = new Map<string, Person>();
  for (const [sessionId, said] of alive) {
    const record = recordOf.get(said.passport?.user ?? '');
    const held = record ? (affiliations.get(record._id) ?? []) : [];
    // Who belongs nowhere any more has nothing to do here: the next invitation opens the account again.
    if (!record || record.sessionEpoch !== said.epoch || held.length === 0) continue;
    people.set(sessionId, personFrom(record, held, said, sessionId, house));
  }
  return people;
}

const personFrom = (
  record: PersonRecord,
  affiliations: Affiliation[],
  said: Said,
  sessionId: string,
  house: House,
): Person => ({
  id: record._id,
  name: record.name,
  email: record.email,
  language: record.language,
  affiliations,
  hasSecondFactor: record.secondFactor !== undefined,
  // A code of a factor that was taken off, or of one before it, stands for nothing any more in any session.
  secondFactorGiven:
    house.demo ||
    (record.secondFactor !== undefined &&
      (said.secondFactorGivenAt ?? 0) >= record.secondFactor.confirmedAt.getTime()),
  sessionId,
});

/** The browser a request comes from, as its sealed cookie names it; one never seen before has a new name each time. */
export const browserOf = async (request: Request, house: House): Promise<string> =>
  (await deviceOf(request, house)).id;

/** The same in words. */
export const describedBrowser = (request: Request): string => describeDevice(request.get('user-agent'));

/** What the layout shows of who is signed in. */
export function rememberPerson(request: Request, response: Response, person: Person | null): void {
  Object.assign(response.locals, { menu: menuOf(person, request.path), initials });
}
