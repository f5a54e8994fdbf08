import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
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
  /** Days a copy on somebody's own device lives without contact with the server; 0: no copies are kept. */
  offlineDays: number;
  /** Months after its last confirmation in which an entry is in the default search of the directory; 0: always. */
  directoryMonths: number;
  /** For the demo only: everyone's password; drawn and printed when absent. */
  demoPassword: string | undefined;
  /** The data directory is a fresh one that goes when the program ends: a demo without DATA_DIR. */
  throwAway: boolean;
  logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';
}

/** A setting that cannot be used; the message is one line that names the setting and what it accepts. */
export class ConfigError extends Error {
  override name = 'ConfigError';
}

const url = (...protocols: string[]) =>
  z.string().refine(
    (value) => {
      try {
        return protocols.includes(new URL(value).protocol);
      } catch {
        return false;
      }
    },
    `must be an address that starts with ${protocols.join(' or ')}`,
  );

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
  DATA_DIR: z.string().optional(),
  KEY_DIR: z.string().optional(),
  DEMO_PASSWORD: z.string().min(8, 'must have at least 8 characters').optional(),
  MONGODB_URI: z
    .string()
    .regex(/^mongodb(\+srv)?:\/\/.+/, 'must start with mongodb:// or mongodb+srv://')
    .optional(),
  REDIS_URL: url('redis:', 'rediss:').optional(),
  PUBLIC_URL: url('http:', 'https:').optional(),
  SMTP_URL: url('smtp:', 'smtps:').optional(),
  TRUST_PROXY: z.string().regex(/^\d$/, 'must be the number of proxies in front, 0 to 9').default('0'),
  OFFLINE_DAYS: z
    .string()
    .regex(/^([12]?\d|30)$/, 'must be a number of days from 0 to 30')
    .default('7'),
  DIRECTORY_MONTHS: z
    .string()
    .regex(/^([1-9]?\d|1[01]\d|120)$/, 'must be a number of months from 0 to 120')
    .default('12'),
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
export function readConfig(environment: NodeJS.ProcessEnv, demo = false): Config {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const parsed = schema.safeParse(given);
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    throw new ConfigError(`${issue.path.join('.')} ${issue.message}`);
  }
  const values = parsed.data;
  const { dataDir, keyDir, throwAway } = directories(values.DATA_DIR, values.KEY_DIR, demo);
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
    offlineDays: Number(values.OFFLINE_DAYS),
    directoryMonths: Number(values.DIRECTORY_MONTHS),
    demoPassword: values.DEMO_PASSWORD,
    throwAway,
    logLevel: values.LOG_LEVEL,
  };
}

/** Keys lie beside the data, never in it. A demo lives in a directory of its own, so that it touches nothing real. */
function directories(dataDir: string | undefined, keyDir: string | undefined, demo: boolean) {
  if (demo && !dataDir) {
    const made = mkdtempSync(join(tmpdir(), 'schakel-demo-'));
    return { dataDir: join(made, 'data'), keyDir: join(made, 'keys'), throwAway: true };
  }
  const data = resolve(dataDir ?? './data');
  const keys = resolve(keyDir ?? (demo ? `${data}-keys` : './keys'));
  return { dataDir: data, keyDir: keys, throwAway: false };
}
