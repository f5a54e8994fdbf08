import { randomBytes } from 'node:crypto';
import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express';
import { page, send } from './answers.ts';
import { Conflict, Forbidden, Invalid, type Message, NotFound, TooMany, Unavailable } from './errors.ts';
import { typedValues } from './forms.ts';
import type { Logger } from './logger.ts';
import type { RequestState } from './route.ts';
import { storeFault } from './storeFaults.ts';

interface Reply {
  status: number;
  code: string;
  told: Message;
  fields?: Record<string, Message>;
  details?: Record<string, unknown>;
}

/** Faults of the frameworks in front of the handlers (body parser, CSRF) that are the sender's, not ours. */
function senderFault(error: unknown): Reply | null {
  const { status, statusCode, type, code } = (error ?? {}) as Record<string, unknown>;
  const number = Number(status ?? statusCode);
  if (code === 'EBADCSRFTOKEN')
    return { status: 403, code: 'form_expired', told: { key: 'errors.formExpired' } };
  if (type === 'entity.too.large')
    return { status: 413, code: 'too_large', told: { key: 'errors.tooLarge' } };
  if (number >= 400 && number < 500)
    return { status: number, code: 'bad_request', told: { key: 'errors.badRequest' } };
  return null;
}

function replyTo(error: unknown): Reply | null {
  if (error instanceof NotFound) return { status: 404, code: 'not_found', told: { key: 'errors.notFound' } };
  if (error instanceof Forbidden) return { status: 403, code: 'forbidden', told: error.told };
  if (error instanceof Invalid) {
    return { status: 422, code: 'invalid', told: { key: 'errors.invalid' }, fields: error.fields };
  }
  if (error instanceof Conflict)
    return { status: 409, code: 'conflict', told: error.told, details: error.details };
  if (error instanceof TooMany) return { status: 429, code: 'too_many', told: error.told };
  if (error instanceof Unavailable) return { status: 503, code: 'unavailable', told: error.told };
  const key = storeFault(error);
  return key ? { status: 503, code: 'unavailable', told: { key } } : senderFault(error);
}

/** The last row of the site map: nothing here. */
export const nothingHere: RequestHandler = (_request, _response, next) => next(new NotFound());

/** Turns what was thrown into a page, or JSON for scripts. An unexpected fault gets a reference for the log. */
export function errorReplies(
  logger: Logger,
  stateOf: (request: Request) => RequestState,
): ErrorRequestHandler {
  return (error, request, response, next) => {
    if (response.headersSent) return next(error);
    let reply = replyTo(error);
    let reference = '';
    // Whoever runs it has to know what people are told only in general.
    if (reply?.status === 503) logger.warn({ err: error }, 'unavailable');
    if (!reply) {
      reference = randomBytes(4).toString('hex');
      logger.error({ err: error, reference }, 'unexpected fault');
      reply = { status: 500, code: 'fault', told: { key: 'errors.fault', values: { reference } } };
    }
    tell(reply, reference, request, response, stateOf(request)).catch(next);
  };
}

/**
 * What people wrote in words in a form that was not taken: theirs, and perhaps nowhere else. One word without a
 * space may be an id or a code, and is of no use to them.
 */
function typedWords(request: Request): string[] {
  // A form of another site could put its own words on our page.
  if (request.method !== 'POST' || request.get('sec-fetch-site') === 'cross-site') return [];
  return Object.values(typedValues(request.body))
    .flat()
    .filter((text) => /\S\s+\S/.test(text));
}

async function tell(
  reply: Reply,
  reference: string,
  request: Request,
  response: Response,
  state: RequestState,
) {
  const { t } = state;
  const fields = Object.fromEntries(
    Object.entries(reply.fields ?? {}).map(([name, told]) => [name, t(told.key, told.values)]),
  );
  const message = t(reply.told.key, reply.told.values);
  response.set('Cache-Control', 'no-store');
  if (request.accepts(['html', 'json']) === 'json') {
    const body = {
      error: reply.code,
      message,
      fields,
      ...reply.details,
      ...(reference ? { reference } : {}),
    };
    return send({ kind: 'json', body, status: reply.status }, request, response, state);
  }
  const data = {
    title: t(`errors.title.${reply.status}`, { defaultValue: t('errors.title.400') }),
    message,
    fields,
    reference,
    typed: typedWords(request),
  };
  return send({ ...page('layout/error', data), status: reply.status }, request, response, state);
}
