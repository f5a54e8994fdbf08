import { type Logger as Pino, pino } from 'pino';
import type { Config } from './../config.ts';

export type Logger = Pino;

/**
 * The log holds what an operator needs and nothing about people: no names, no addresses, no bodies, no query
 * strings, no ids of cases. Pass codes and counts, never text that somebody typed.
 */
export function createLogger(level: Config['logLevel']): Logger {
  return pino({
    level,
    base: null,
    serializers: {
      // A database error may quote the value it tripped over, so only its kind and the place in our code are kept.
      err: (error: Error & { code?: unknown }) => ({
        type: error.name,
        code: error.code,
        stack: error.stack
          ?.split('\n')
          .filter((line) => line.startsWith('    at '))
          .join('\n'),
      }),
    },
  });
}
