import type { Request, RequestHandler } from 'express';
import { pinoHttp } from 'pino-http';
import type { Logger } from './logger.ts';

/** Which of our routes answered; known only when it is over. */
const routeOf = (request: Request): string => (request.route as { path?: string } | undefined)?.path ?? '-';

/** One line a request: method, route pattern and status. Never the address: it may name a case. */
export function requestLog(logger: Logger): RequestHandler {
  const withRoute = (request: unknown, said: object) => ({ ...said, route: routeOf(request as Request) });
  return pinoHttp({
    logger,
    quietReqLogger: true,
    customLogLevel: (_request, response, error) => (error || response.statusCode >= 500 ? 'warn' : 'debug'),
    customSuccessObject: (request, _response, said) => withRoute(request, said),
    customErrorObject: (request, _response, _error, said) => withRoute(request, said),
    serializers: {
      req: ({ method }: { method: string }) => ({ method }),
      res: (response: { statusCode: number }) => ({ status: response.statusCode }),
      err: () => undefined, // the error reply logs it with its reference
    },
  }) as RequestHandler;
}
