import { resolve } from 'node:path';
import { z } from 'zod';

/** Everything an installation can set, by environment variable only. See docs/operations.md. */
export interface Config {
  port: number;
  host: string;
  dataDir: string;
  keyDir: string;
  mongodbUri: string | undefined;
  redisUrl: string | undefined;
  /** Address people type, without a trailing slash: used in links that leave the application. */
  publicUrl: string;
  smtpUrl: string | undefined;
  /** Number of reverse proxies in front, 0 for none. */
  trustProxy: number;
  logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';
}

/** A setting that cannot be used; the message is one line that names the setting and what it accepts. */
export class ConfigError extends Error {
  override name = 'ConfigError';
}

const url = (...protocols: string[]) =>
  z.string().refine((value) => {
    try {
      return protocols.includes(new URL(value).protocol);
    } catch {
      return false;
    }
  }, `must be an address that starts with ${protocols.join(' or ')}`);

const schema = z.object({
  PORT: z
    .string()
    .regex(/^\d{1,5}$/, 'must be a port number from 0 to 65535')
    .refine((value) => Number(value) <= 65535, 'must be a port number from 0 to 65535')
    .default('3000'),
  HOST: z
    .string()
    .regex(/^[A-Za-z0-9.:_-]+$/, 'must be a host name or an IP address')
    .default('127.0.0.1'),
  DATA_DIR: z.string().min(1, 'must be a directory').default('./data'),
  KEY_DIR: z.string().min(1, 'must be a directory').default('./keys'),
  MONGODB_URI: z
    .string()
    .regex(/^mongodb(\+srv)?:\/\/.+/, 'must start with mongodb:// or mongodb+srv://')
    .optional(),
  REDIS_URL: url('redis:', 'rediss:').optional(),
  PUBLIC_URL: url('http:', 'https:').optional(),
  SMTP_URL: url('smtp:', 'smtps:').optional(),
  TRUST_PROXY: z
    .string()
    .regex(/^\d$/, 'must be the number of proxies in front, 0 to 9')
    .default('0'),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], {
      message: 'must be one of fatal, error, warn, info, debug, trace, silent',
    })
    .default('info'),
});

/**
 * Reads the settings. An empty variable counts as absent, as shells and unit files often leave one behind.
 * @throws ConfigError naming the first setting that cannot be used.
 */
export function readConfig(environment: NodeJS.ProcessEnv): Config {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const parsed = schema.safeParse(given);
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    throw new ConfigError(`${issue.path.join('.')} ${issue.message}`);
  }
  const values = parsed.data;
  const dataDir = resolve(values.DATA_DIR);
  const keyDir = resolve(values.KEY_DIR);
  if (`${keyDir}/`.startsWith(`${dataDir}/`)) {
    throw new ConfigError('KEY_DIR must lie outside DATA_DIR: a copy of the data must not hold its keys');
  }
  return {
    port: Number(values.PORT),
    host: values.HOST,
    dataDir,
    keyDir,
    mongodbUri: values.MONGODB_URI,
    redisUrl: values.REDIS_URL,
    publicUrl: (values.PUBLIC_URL ?? `http://${values.HOST}:${values.PORT}`).replace(/\/+$/, ''),
    smtpUrl: values.SMTP_URL,
    trustProxy: Number(values.TRUST_PROXY),
    logLevel: values.LOG_LEVEL,
  };
}
