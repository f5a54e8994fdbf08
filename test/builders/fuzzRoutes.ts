import { Agent, type IncomingMessage, request } from 'node:http';
import type { RouteRow } from '../../server/core/route.ts';
import { paths } from '../../server/paths.ts';
import { routes } from '../../server/routes.ts';
import type { TestApp } from './app.ts';
import { demoCase, type KnownCase, personIdOf } from './cases.ts';
import { type Chance, chanceFrom, type Fault, oddText, oddValue, spoil } from './fuzzing.ts';
import { aVisitor, type Name, signInAs, type Visitor } from './people.ts';
import { bodyOf, isCaseRow, type Records } from './routeSamples.ts';

/** A request as it goes out. */
interface Sent {
  verb: 'get' | 'post';
  target: string;
  headers: Record<string, string>;
  body: string;
}

interface Answered {
  status: number;
  headers: IncomingMessage['headers'];
  text: string;
}

/** How long an answer may take, in milliseconds: far more than any does. */
const patience = 20_000;

/** The demo's plan as the database has it, a text for each collection. */
type Kept = Map<string, string>;

const nameOf = (row: RouteRow): string => `${row.verb.toUpperCase()} ${row.path.pattern}`;

/** After these a session is over. */
const endsSession: string[] = [paths.signOut.pattern, paths.accountSessions.pattern];

/** Who looks after what the caregivers of the demo do not; none of them is in the case. */
const keepers: Name[] = ['admin', 'coordinator.antwerpen', 'beheer.debrug'];

/** Sends what no browser would, to every row of the route table, as different visitors. */
export class RouteFuzz {
  readonly faults: Fault[] = [];
  /** How many requests were answered how: `4xx`. */
  readonly counts: Record<string, number> = {};
  readonly #app: TestApp;
  readonly #seed: string;
  readonly #records: Records;
  readonly #known: KnownCase;
  readonly #agent = new Agent({ keepAlive: true });
  readonly #visitors = new Map<Name, Visitor>();

  private constructor(app: TestApp, seed: string, known: KnownCase, ownerId: string) {
    this.#app = app;
    this.#seed = seed;
    this.#known = known;
    this.#records = { app, ownerId, cases: [] };
  }

  static async on(app: TestApp, seed: string): Promise<RouteFuzz> {
    return new RouteFuzz(app, seed, await demoCase(), await personIdOf(app, 'hulpverlener.debrug'));
  }

  /** People who may see nothing of the case ask for everything: not a byte of it may change. */
  async asStrangers(rounds: number): Promise<void> {
    const before = await this.kept();
    for (const row of routes) {
      for (const name of strangersTo(row)) {
        for (let round = 0; round < rounds; round += 1) await this.#once(row, name, round);
      }
    }
    this.#mustBeEqual(before, await this.kept());
  }

  /** The same, a sample: one stranger for each row. */
  async asSomeStranger(): Promise<void> {
    const before = await this.kept();
    const chance = chanceFrom(this.#seed);
    for (const row of routes) await this.#once(row, chance.of(strangersTo(row)), 0);
    this.#mustBeEqual(before, await this.kept());
  }

  /** A member of the case: what is refused changes nothing, what is taken changes what the row is for. */
  async asMember(rounds: number): Promise<void> {
    let before = await this.kept();
    for (const row of routes) {
      for (let round = 0; round < rounds; round += 1) {
        const answer = await this.#once(row, 'hulpverlener.debrug', round);
        if (!isCaseRow(row)) continue;
        const after = await this.kept();
        const isTaken = row.verb === 'post' && answer !== null && answer.status < 400;
        const wrong = differing(before, after).filter((name) => !isTaken || !belongingOf(row).includes(name));
        if (wrong.length > 0)
          this.#fault(`${nameOf(row)} answered ${answer?.status} and changed ${wrong}`, this.#seed, round);
        before = after;
      }
    }
  }

  /** Everything of the demo's case but the acts: whole records, in every collection that names it. */
  async kept(): Promise<Kept> {
    const { db } = this.#app.house.connection;
    const kept: Kept = new Map();
    for (const name of [
      'cases',
      'casemembers',
      'consents',
      'goals',
      'planactions',
      'liveUpdates',
      'narrativeversions',
      'liveremarks',
    ]) {
      const mine = {
        $or: [{ _id: this.#known.id }, { case: this.#known.id }, { document: `plan:${this.#known.id}` }],
      };
      const found = await db!
        .collection(name)
        .find(mine as object)
        .sort({ _id: 1 })
        .toArray();
      kept.set(name, JSON.stringify(found));
    }
    return kept;
  }

  close(): void {
    this.#agent.destroy();
  }

  #mustBeEqual(before: Kept, after: Kept): void {
    const changed = differing(before, after);
    if (changed.length > 0) this.#fault(`strangers changed ${changed}`, this.#seed, null);
  }

  async #once(row: RouteRow, name: Name, round: number): Promise<Answered | null> {
    const seed = `${this.#seed} ${nameOf(row)} ${name} ${round}`;
    const chance = chanceFrom(seed);
    const visitor = await this.#visitor(name);
    const sent = this.#made(row, visitor, await visitor.csrf(), chance);
    try {
      const answer = await this.#send(sent);
      const kind = `${Math.trunc(answer.status / 100)}xx`;
      this.counts[kind] = (this.counts[kind] ?? 0) + 1;
      for (const what of wrongWith(answer, sent, row, name)) this.#fault(what, seed, sent);
      if (row.verb === 'post' && endsSession.includes(row.path.pattern)) this.#visitors.delete(name);
      return answer;
    } catch (error) {
      this.#fault(`${nameOf(row)}: ${(error as Error).message}`, seed, sent);
      return null;
    }
  }

  #fault(what: string, seed: string, sent: unknown): void {
    this.faults.push({ what, seed, sent: String(JSON.stringify(sent)).slice(0, 1500) });
  }

  async #visitor(name: Name): Promise<Visitor> {
    const known = this.#visitors.get(name);
    if (known) return known;
    const made = name === 'nobody' ? aVisitor(this.#app) : await signInAs(this.#app, name);
    this.#visitors.set(name, made);
    return made;
  }

  #made(row: RouteRow, visitor: Visitor, token: string, chance: Chance): Sent {
    const names = fieldsOf(row);
    const meant = { ...meantFor(row), ...bodyOf(row, this.#records) };
    const headers: Record<string, string> = {
      accept: chance.of(['text/html', 'application/json', '*/*', 'image/*', ';;', oddHeader(chance)]),
      cookie: visitor.cookie(),
    };
    if (chance.oneIn(8)) headers['accept-language'] = oddHeader(chance);
    const body = row.verb === 'post' ? bodyFor(meant, names, token, headers, chance) : '';
    const query = row.verb === 'get' || chance.oneIn(6) ? queryFrom(names, chance) : '';
    return { verb: row.verb, target: `${this.#addressOf(row, chance)}${query}`, headers, body };
  }

  /** The row's address, with ids that exist, ids that do not, and what no id looks like. */
  #addressOf(row: RouteRow, chance: Chance): string {
    const known: Record<string, string> = { ...this.#known, token: chance.uuid(), code: 'fr' };
    const bodies = ['BE-VAN', 'demo-de-brug', 'fod-cel-drugs', chance.uuid()];
    return row.path.pattern.replaceAll(/:(\w+)/g, (_, name: string) => {
      const usual = isCaseRow(row) || name !== 'id' ? known[name] : chance.of(bodies);
      if (!chance.oneIn(4)) return encoded(usual || chance.uuid());
      return chance.of([
        chance.uuid(),
        '%',
        '%ff%fe',
        '%00',
        '%E0%A4%A',
        encoded(oddText(chance).slice(0, 4000)),
      ]);
    });
  }

  #send(sent: Sent): Promise<Answered> {
    return new Promise((resolve, reject) => {
      const outgoing = request(`${this.#app.address}/`, {
        agent: this.#agent,
        method: sent.verb.toUpperCase(),
        path: sent.target,
        headers: { ...sent.headers, 'content-length': Buffer.byteLength(sent.body) },
        timeout: patience,
      });
      outgoing.on('timeout', () => outgoing.destroy(new Error(`no answer within ${patience} ms`)));
      outgoing.on('error', reject);
      outgoing.on('response', (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('error', reject);
        response.on('end', () => {
          const { statusCode = 0, headers } = response;
          resolve({ status: statusCode, headers, text: Buffer.concat(parts).toString() });
        });
      });
      outgoing.end(sent.body);
    });
  }
}

const strangersTo = (row: RouteRow): Name[] =>
  isCaseRow(row) ? ['nobody', 'buitenstaander'] : ['nobody', 'buitenstaander', ...keepers];

const differing = (before: Kept, after: Kept): string[] =>
  [...after.keys()].filter((name) => before.get(name) !== after.get(name));

/** The collections a row of the case is there to change. */
function belongingOf(row: RouteRow): string[] {
  const { pattern } = row.path;
  if (pattern.startsWith('/cases/')) return [pattern.includes('/members') ? 'casemembers' : 'consents'];
  if (pattern.includes('/versions')) return ['narrativeversions'];
  if (/\/(comments|suggestions)/.test(pattern)) return ['liveremarks'];
  if (pattern === paths.planRestorations.pattern) return ['liveUpdates'];
  return [pattern === paths.planActions.pattern || pattern.includes('/actions/') ? 'planactions' : 'goals'];
}

/** The names of the fields the row's form reads, where the form says so, and of what it may be given besides. */
function fieldsOf(row: RouteRow): string[] {
  const { shape } = (row.form ?? {}) as { shape?: Record<string, unknown> };
  const own = Object.keys(shape ?? {});
  return own.length > 0 ? own : ['q', 'place', 'page', 'province', 'kind', 'to', 'body', 'id'];
}

/** What a form that is not in the samples holds; nobody's real password, and no account that is needed here. */
function meantFor(row: RouteRow): Record<string, unknown> {
  const everything: Record<string, unknown> = {
    email: 'fod@demo.example',
    password: 'een ander lang wachtwoord',
    currentPassword: 'een ander lang wachtwoord',
    newPassword: 'nog een ander lang wachtwoord',
    code: '123456',
    name: 'Iemand',
    language: 'nl',
    sealed: 'c2VhbGVk',
    to: '/plans',
  };
  return Object.fromEntries(
    fieldsOf(row).flatMap((name) => (name in everything ? [[name, everything[name]]] : [])),
  );
}

const encoded = (text: string): string => encodeURIComponent(text.toWellFormed());

/** Header values hold visible characters only; what else is meant cannot be sent. */
const oddHeader = (chance: Chance): string =>
  oddText(chance)
    .replaceAll(/[^\x20-\x7e]/g, '?')
    .slice(0, 2000);

/** Names and values as an address or a form holds them: repeated, as lists, as objects, cut off. */
function pairsOf(meant: Record<string, unknown>, chance: Chance): string {
  const pairs = Object.entries(meant).flatMap(([name, value]) => {
    const text = encoded(typeof value === 'string' ? value : JSON.stringify(value)).slice(0, 5000);
    const key = encoded(name);
    const ways = [
      `${key}=${text}`,
      `${key}=${text}&${key}=${encoded(oddText(chance)).slice(0, 5000)}`,
      `${key}[]=${text}`,
      `${key}[$ne]=${text}`,
      `${key}[__proto__][x]=${text}`,
      `${key}.x=${text}`,
      `${key}`,
      `${key}=%E0%A4%A`,
    ];
    return [chance.oneIn(3) ? chance.of(ways) : ways[0]!];
  });
  if (chance.oneIn(8)) pairs.push('__proto__=1&__proto__[x]=1&constructor[prototype][x]=1');
  return pairs.join('&');
}

function queryFrom(names: readonly string[], chance: Chance): string {
  if (chance.oneIn(8)) return `?${chance.of(['%', '%ff', '&&&==', '=', '?', 'a[b', 'x='.repeat(3000)])}`;
  const meant = Object.fromEntries(
    names.filter(() => chance.oneIn(2)).map((name) => [name, oddText(chance)]),
  );
  return `?${pairsOf(spoil(meant, names, chance), chance)}`.slice(0, 8000);
}

/** What is no form and no JSON, or says it is something else. */
const junk: { type: string; body: string; encoding?: string }[] = [
  { type: 'application/json', body: '{"ownWords": ' },
  { type: 'application/json', body: '"text"' },
  { type: 'application/json', body: 'null' },
  { type: 'application/json', body: '[[[[' },
  { type: 'application/json', body: '{}', encoding: 'gzip' },
  { type: 'application/json; charset=nonsense', body: '{}' },
  { type: 'application/json', body: `{"ownWords":"${'x'.repeat(300_000)}"}` },
  { type: 'application/json', body: `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}` },
  { type: 'application/x-www-form-urlencoded', body: 'a=1&'.repeat(600) },
  { type: 'application/x-www-form-urlencoded', body: 'a=%ZZ&%' },
  { type: 'multipart/form-data; boundary=x', body: '--x\r\n' },
  { type: 'text/plain', body: 'hallo' },
  { type: ';;', body: '\0' },
];

/** A body for this request; sets the headers that go with it. */
function bodyFor(
  meant: Record<string, unknown>,
  names: readonly string[],
  token: string,
  headers: Record<string, string>,
  chance: Chance,
): string {
  if (!chance.oneIn(10)) headers['x-csrf-token'] = token;
  const actId = chance.oneIn(3) ? oddHeader(chance) : chance.uuid();
  if (chance.oneIn(2)) headers['x-act-id'] = actId;
  if (chance.oneIn(8)) {
    const { type, body, encoding } = chance.of(junk);
    headers['content-type'] = type;
    if (encoding) headers['content-encoding'] = encoding;
    return body;
  }
  const spoilt = spoil({ _act: actId, ...meant }, [...names, '_act'], chance);
  if (chance.oneIn(2)) {
    headers['content-type'] = 'application/json';
    return JSON.stringify(chance.oneIn(12) ? oddValue(chance) : spoilt);
  }
  headers['content-type'] = 'application/x-www-form-urlencoded';
  return pairsOf(spoilt, chance);
}

/** Everything that must hold of any answer, to anything, and of answers about a case to whom it is closed. */
function wrongWith(answer: Answered, sent: Sent, row: RouteRow, name: Name): string[] {
  const { status, headers, text } = answer;
  const { location } = headers;
  const wrong: string[] = [];
  const say = (what: string): number => wrong.push(`${nameOf(row)} as ${name}: ${what}`);
  if (status < 200 || status >= 500) say(`answered ${status} ${text.slice(0, 300)}`);
  if (location !== undefined && new URL(location, 'http://here.invalid').origin !== 'http://here.invalid')
    say(`sent to ${location}`);
  if (/\.(ts|mjs|js):\d+:\d+/.test(text)) say(`told about the program: ${text.slice(0, 300)}`);
  if (headers['set-cookie']?.some((line) => line.startsWith('odd')))
    say('took a header out of what was sent');
  if (!isCaseRow(row) || name === 'hulpverlener.debrug') return wrong;
  const toSignIn = name === 'nobody' && status === 303 && location?.startsWith(paths.signIn());
  if (status < 400 && !toSignIn) say(`answered ${status} about a case, to ${sent.target}`);
  return wrong;
}
