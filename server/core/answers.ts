import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Request, Response } from 'express';
import type { RequestState } from './route.ts';
import { keepSession } from './security.ts';

/** What a handler answers. `send` is the only place that touches the response. */
export type Answer = { status?: number; headers?: Record<string, string> } & (
  | { kind: 'page'; view: string; data: PageData }
  | { kind: 'fragment'; view: string; data: Record<string, unknown> }
  | { kind: 'redirect'; to: string }
  | { kind: 'json'; body: unknown }
  | { kind: 'file'; name: string; type: string; body: string | Buffer }
  | { kind: 'text'; body: string }
  /** Sent as it is made, so that nothing large stands in memory; `name` makes it a download. */
  | { kind: 'data'; type: string; name?: string; chunks: Iterable<string> | AsyncIterable<string> }
);

export interface PageData extends Record<string, unknown> {
  /** Translated title of the page. */
  title: string;
  /** The space the page stands in; public pages and the start page have none. */
  space?: 'platform' | 'network' | 'case';
}

/** A whole page: the view inside the layout. */
export const page = (view: string, data: PageData): Answer => ({ kind: 'page', view, data });

/** A part of a page, for a live region that fetches itself again. */
export const fragment = (view: string, data: Record<string, unknown>): Answer => ({
  kind: 'fragment',
  view,
  data,
});

export const redirect = (to: string): Answer => ({ kind: 'redirect', to });

export const json = (body: unknown): Answer => ({ kind: 'json', body });

/** Browsers read a backslash as a slash, so `/\\elsewhere` would lead to another site just as `//elsewhere` does. */
const isLocal = (address: string): boolean => /^\/(?![/\\])/.test(address);

/** Sends an answer. Only local addresses are redirected to. */
export async function send(
  answer: Answer,
  request: Request,
  response: Response,
  state: RequestState,
): Promise<void> {
  if (answer.status) response.status(answer.status);
  for (const [name, value] of Object.entries(answer.headers ?? {})) response.set(name, value);
  switch (answer.kind) {
    case 'page':
      return sendPage(
        await renderPage(answer.view, answer.data, request, response, state),
        request,
        response,
        state,
      );
    case 'fragment':
      return void response.type('html').send(await render(response, answer.view, answer.data));
    case 'redirect':
      await keepSession(request);
      return void response.redirect(303, isLocal(answer.to) ? answer.to : '/');
    case 'json':
      return void response.json(answer.body);
    case 'file':
      response.set(
        'Content-Disposition',
        `attachment; filename="${answer.name.replaceAll(/[^\w.-]/g, '_')}"`,
      );
      return void response.type(answer.type).send(answer.body);
    case 'text':
      return void response.type('text/plain').send(answer.body);
    case 'data':
      return sendData(answer, request, response);
  }
}

const compressed = promisify(gzip);

/**
 * A page in which somebody is signed in, or that holds the token of a form, goes out as it is: beside a secret, what
 * a visitor typed must not change the size (BREACH). The others hold none and are a sixth of the size when compressed.
 */
async function sendPage(
  html: string,
  request: Request,
  response: Response,
  state: RequestState,
): Promise<void> {
  await keepSession(request);
  const holdsSecret = state.person !== null || response.locals.holdsToken === true;
  response.type('html').vary('Accept-Encoding');
  if (holdsSecret || request.acceptsEncodings('gzip') !== 'gzip') return void response.send(html);
  response.set('Content-Encoding', 'gzip').send(await compressed(html));
}

/** What the asker already has, by ETag or date, is not sent again. */
async function sendData(
  answer: Answer & { kind: 'data' },
  request: Request,
  response: Response,
): Promise<void> {
  if (request.fresh) return void response.status(304).end();
  if (answer.name) response.attachment(answer.name);
  response.type(answer.type);
  if (request.method === 'HEAD') return void response.end();
  // Who goes away half-way ends it: that is no fault of ours.
  await pipeline(Readable.from(answer.chunks), response).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
  });
}

/** Renders a view with the locals of this request (see views.ts). */
export function render(response: Response, view: string, data: object): Promise<string> {
  return new Promise((resolve, reject) => {
    response.render(view, data, (error: Error | null, html?: string) =>
      error ? reject(error) : resolve(html ?? ''),
    );
  });
}

async function renderPage(
  view: string,
  data: PageData,
  request: Request,
  response: Response,
  state: RequestState,
): Promise<string> {
  const body = await render(response, view, data);
  return render(response, 'layout/page', {
    ...data,
    body,
    address: request.originalUrl,
    person: state.person,
  });
}
