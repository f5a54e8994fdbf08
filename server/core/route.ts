import { createHmac, randomBytes } from 'node:crypto';
import type { Request, Response, Router } from 'express';
import type { ZodType } from 'zod';
import type { ActDraft } from './acts.ts';
import type { Answer } from './answers.ts';
import { send } from './answers.ts';
import { Forbidden, Invalid, NotFound } from './errors.ts';
import { readForm, typedValues } from './forms.ts';
import type { House } from './house.ts';
import type { Language, Translate } from './i18n.ts';
import type { Path } from './path.ts';
import type { Person } from './person.ts';
import type { Permission } from './policy.ts';
import type { Unit } from './unitOfWork.ts';

/** One request, as a handler sees it. */
export interface Visit<Input = unknown> {
  /** Null only on public rows. */
  person: Person | null;
  /** What the row's form made of body (POST) or query (GET). */
  input: Input;
  params: Record<string, string>;
  language: Language;
  t: Translate;
  now: Date;
  house: House;
  /** Set when a refused form is shown again: what was typed and what is wrong, by field. */
  refused: { values: Record<string, string | string[]>; errors: Record<string, string> } | null;
  /** The act of this row, in one transaction with `work`; a repeat answers as the first did. */
  act<T>(about: ActAbout, work: (unit: Unit) => Promise<T>): Promise<T>;
  /** The act of this row when nothing is written: a view or an export of case data. On disk when it resolves. */
  seen(about: ActAbout): Promise<void>;
  /** For signing in and out only. */
  request: Request;
}

export interface SignedInVisit<Input = unknown> extends Visit<Input> {
  person: Person;
}

export interface ActAbout {
  record: ActDraft['record'];
  details?: NonNullable<ActDraft['details']>;
  /** The body acted for; by default the first the person belongs to. */
  bodyId?: string;
  /** When the act is not by who is signed in: a refused sign-in (null), the use of an invitation. */
  actor?: ActDraft['actor'];
  /** When one row can be several acts: signing in or being refused. */
  name?: string;
  /** For views: the same view within this many milliseconds is one act. */
  unlessWithin?: number;
}

export interface RouteRow<Input = unknown, V extends Visit<Input> = Visit<Input>> {
  verb: 'get' | 'post';
  path: Path;
  permission: Permission;
  /** The act this row writes, `area.verb`; null where nothing is written and no case data shown. */
  act: string | null;
  form: ZodType<Input> | null;
  handler(visit: V): Promise<Answer> | Answer;
  /** Shows the page of a refused form again (422). Without it the error page lists what is wrong. */
  refused: ((visit: V) => Promise<Answer> | Answer) | null;
  /** Fields that no kept mark of an act may serve to guess, beside passwords and codes. */
  passing: readonly string[];
}

interface RowOptions<Input, V> {
  act?: string;
  form?: ZodType<Input>;
  refused?: (visit: V) => Promise<Answer> | Answer;
  passing?: readonly string[];
}

function row<Input, V extends Visit<Input>>(
  verb: 'get' | 'post',
  path: Path<string>,
  permission: Permission,
  options: RowOptions<Input, V>,
  handler: (visit: V) => Promise<Answer> | Answer,
): RouteRow {
  const made: RouteRow<Input, V> = {
    verb,
    path,
    permission,
    act: options.act ?? null,
    form: options.form ?? null,
    handler,
    refused: options.refused ?? null,
    passing: options.passing ?? [],
  };
  return made as unknown as RouteRow;
}

type AnyPath = { readonly pattern: string };

/** A row that reads. `act` is required by the check below as soon as the permission is one of the case space. */
export function get<Input = undefined>(
  path: AnyPath,
  permission: Permission,
  options: RowOptions<Input, SignedInVisit<Input>>,
  handler: (visit: SignedInVisit<Input>) => Promise<Answer> | Answer,
): RouteRow {
  return row('get', path as Path, permission, options, handler);
}

/** A row that writes: it always names its act. */
export function post<Input = undefined>(
  path: AnyPath,
  permission: Permission,
  options: RowOptions<Input, SignedInVisit<Input>> & { act: string },
  handler: (visit: SignedInVisit<Input>) => Promise<Answer> | Answer,
): RouteRow {
  return row('post', path as Path, permission, options, handler);
}

/** The same for pages where `person` may be null. */
export function publicGet<Input = undefined>(
  path: AnyPath,
  permission: Permission,
  options: RowOptions<Input, Visit<Input>>,
  handler: (visit: Visit<Input>) => Promise<Answer> | Answer,
): RouteRow {
  return row('get', path as Path, permission, options, handler);
}

export function publicPost<Input = undefined>(
  path: AnyPath,
  permission: Permission,
  options: RowOptions<Input, Visit<Input>> & { act: string },
  handler: (visit: Visit<Input>) => Promise<Answer> | Answer,
): RouteRow {
  return row('post', path as Path, permission, options, handler);
}

/** What the middleware before the routes left on the request. */
export interface RequestState {
  person: Person | null;
  language: Language;
  t: Translate;
}

export interface RouteContext {
  house: House;
  stateOf(request: Request): RequestState;
  /** Where someone who is not signed in, or has no second factor yet, is sent. */
  signInAddress(request: Request): string;
  secondFactorAddress(request: Request, person: Person): string;
}

/** Mounts the rows. A page that owes an act and did not write it is not sent. */
export function mountRoutes(router: Router, rows: RouteRow[], context: RouteContext): void {
  for (const one of rows) {
    router[one.verb](one.path.pattern, (request, response, next) => {
      answer(one, request, response, context).catch(next);
    });
  }
}

async function answer(
  one: RouteRow,
  request: Request,
  response: Response,
  context: RouteContext,
): Promise<void> {
  const state = context.stateOf(request);
  const elsewhere = gate(one, request, state, context);
  if (elsewhere) return send(elsewhere, request, response, state);
  const { visit, acted } = visitOf(one, request, state, context);
  try {
    if (one.form) visit.input = readForm(one.form, one.verb === 'get' ? request.query : request.body);
    const made = await one.handler(visit);
    if (owesAct(one, made) && !acted())
      throw new Error(`the row ${one.verb} ${one.path.pattern} wrote no ${one.act}`);
    await send(made, request, response, state);
  } catch (error) {
    if (!(error instanceof Invalid) || !one.refused || request.accepts(['html', 'json']) === 'json')
      throw error;
    await send({ ...(await refuse(one, visit, error, request)), status: 422 }, request, response, state);
  }
}

/** What is answered with a refusal changed nothing; of a case it still shows something, and that is an act. */
const owesAct = (one: RouteRow, made: Answer): boolean =>
  one.act !== null && !(one.verb === 'post' && (made.status ?? 200) >= 400 && !one.permission.secondFactor);

function refuse(one: RouteRow, visit: Visit, error: Invalid, request: Request) {
  const errors = Object.fromEntries(
    Object.entries(error.fields).map(([name, told]) => [name, visit.t(told.key, told.values)]),
  );
  return one.refused!({
    ...visit,
    refused: { values: typedValues(one.verb === 'get' ? request.query : request.body), errors },
  });
}

/** Default deny: nobody passes without the row's permission. Answers where to go instead, or null to go on. */
function gate(one: RouteRow, request: Request, state: RequestState, context: RouteContext): Answer | null {
  const { permission } = one;
  if (permission.permits(state.person)) {
    const missing = permission.secondFactor && state.person && !state.person.secondFactorGiven;
    if (!missing) return null;
    // A script would follow the way to the code and take that page for its answer.
    if (request.accepts(['html', 'json']) === 'json')
      return { kind: 'json', body: { error: 'second_factor' }, status: 401 };
    return { kind: 'redirect', to: context.secondFactorAddress(request, state.person!) };
  }
  if (state.person === null) {
    if (request.accepts(['html', 'json']) === 'json')
      return { kind: 'json', body: { error: 'signed_out' }, status: 401 };
    return { kind: 'redirect', to: context.signInAddress(request) };
  }
  if (permission.otherwise === 'not_found') throw new NotFound();
  throw new Forbidden();
}

function visitOf(one: RouteRow, request: Request, state: RequestState, context: RouteContext) {
  let acts = 0;
  const draftOf = (about: ActAbout): ActDraft => {
    const name = about.name ?? one.act;
    if (!name) throw new Error(`the row ${one.verb} ${one.path.pattern} names no act`);
    const bodyId = about.bodyId ?? state.person?.affiliations[0]?.bodyId;
    const own = state.person ? { personId: state.person.id, ...(bodyId ? { bodyId } : {}) } : null;
    const draft: ActDraft = {
      name,
      actor: about.actor === undefined ? own : about.actor,
      record: about.record,
    };
    if (about.details) draft.details = about.details;
    return draft;
  };
  const visit: Visit = {
    person: state.person,
    input: undefined,
    params: request.params as Record<string, string>,
    language: state.language,
    t: state.t,
    now: context.house.clock.now(),
    house: context.house,
    refused: null,
    request,
    act: async (about, work) => {
      const id = actIdOf(request);
      const draft = draftOf(about);
      const outcome = await context.house.unitOfWork.do(
        id ? { ...draft, id, mark: context.house.mark(askedOf(request, one.passing)) } : draft,
        work,
      );
      acts += 1;
      return outcome;
    },
    seen: async (about) => {
      const { unlessWithin } = about;
      await context.house.unitOfWork.record({ ...draftOf(about), ...(unlessWithin ? { unlessWithin } : {}) });
      acts += 1;
    },
  };
  return { visit: visit as SignedInVisit, acted: () => acts > 0 };
}

/** Lives as long as the process, so that no kept mark can be used to try out passwords, or words that are to go. */
const passing = randomBytes(32);

/** What a request asks, whichever form or session it came from. */
function askedOf(request: Request, hidden: readonly string[]): string {
  const { _csrf, _act, ...asked } = (request.body ?? {}) as Record<string, unknown>;
  const fields = Object.entries(asked).map(([name, value]) =>
    /password$|^code$/i.test(name) || hidden.includes(name)
      ? [name, createHmac('sha256', passing).update(String(value)).digest('hex')]
      : [name, value],
  );
  return JSON.stringify([request.path, fields.sort(([a], [b]) => ((a as string) < (b as string) ? -1 : 1))]);
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;

/** The id the browser gave this act: a hidden field of every form, or a header of every scripted request. */
function actIdOf(request: Request): string | undefined {
  const given = request.get('x-act-id') ?? (request.body as { _act?: unknown } | undefined)?._act;
  if (given === undefined) return undefined;
  if (typeof given !== 'string' || !uuid.test(given)) throw new Invalid({ form: 'forms.invalid' });
  return given.toLowerCase();
}
