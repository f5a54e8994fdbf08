import { type LoggerOptions, type Logger as Pino, pino } from 'pino';
import type { Config } from './../config.ts';

export type Logger = Pino;

/** Takes the lines of a log, each with its end. */
export interface LogLines {
  write(line: string): void;
}

/**
 * The log holds what an operator needs and nothing about people: no names, no addresses, no bodies, no query
 * strings, no ids of cases. Pass codes and counts, never text that somebody typed.
 */
/** @param to where its lines go; to the standard output without one */
export function createLogger(level: Config['logLevel'], to?: LogLines): Logger {
  const options: LoggerOptions = {
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
  };
  return to ? pino(options, to) : pino(options);
}
