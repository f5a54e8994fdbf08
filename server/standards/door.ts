import type { RequestHandler } from 'express';
import { limitRate } from '../core/security.ts';

const tooMany: RequestHandler = (_request, response) => {
  response.status(429).json({
    error: 'too_many',
    message: 'Too many questions from your address. Wait for the time in Retry-After.',
  });
};

/** What else is asked here: nothing stands there, and nothing can be sent. */
export const programsEnd: RequestHandler = (request, response) => {
  if (request.method === 'GET' || request.method === 'HEAD')
    return void response.status(404).json({ error: 'not_found', message: 'There is nothing here.' });
  response
    .status(405)
    .set('Allow', 'GET, HEAD, OPTIONS')
    .json({ error: 'not_allowed', message: 'This can only be read.' });
};

/**
 * Before what is there for programs: any page on the web may read it, a fault is told in JSON, and one address may ask
 * so many times a minute. Nothing here knows who is signed in.
 */
export function programsDoor(most: number): RequestHandler[] {
  const anybody: RequestHandler = (request, response, next) => {
    response.set({
      'Access-Control-Allow-Origin': '*',
      'Access-Control-Expose-Headers': 'ETag, Last-Modified, RateLimit, Retry-After',
      'Cross-Origin-Resource-Policy': 'cross-origin',
    });
    request.headers.accept = 'application/json';
    // fetch() sends no-cache with every If-None-Match of a script's own; nothing here is older than the question.
    delete request.headers['cache-control'];
    if (request.method !== 'OPTIONS') return next();
    // A browser asks first when a script sends If-None-Match.
    response.set({
      'Access-Control-Allow-Methods': 'GET, HEAD, OPTIONS',
      'Access-Control-Allow-Headers': 'Accept, If-None-Match, If-Modified-Since',
      'Access-Control-Max-Age': '86400',
    });
    response.status(204).end();
  };
  return [anybody, limitRate(most, tooMany)];
}
