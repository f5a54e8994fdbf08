import { DateTime, type Doc, doc, type Value } from '../bson/values.ts';
import { MAX_DOCUMENT } from '../engine/records.ts';
import { type Command, type Reply, type Request, reply } from './request.ts';

/** Bytes of one message on the wire. */
export const MAX_MESSAGE = 48_000_000;
/** What MongoDB 7.0 speaks. */
const WIRE_VERSION = 21;
const VERSION = '7.0.0';

/**
 * A standalone server. Without `topologyVersion` drivers poll instead of waiting for a change; with a session
 * timeout they send sessions, and with them transactions.
 */
export function hello(request: Request): Reply {
  const primary = request.name === 'hello' ? { isWritablePrimary: true } : { ismaster: true };
  return reply({
    helloOk: true,
    ...primary,
    maxBsonObjectSize: MAX_DOCUMENT,
    maxMessageSizeBytes: MAX_MESSAGE,
    maxWriteBatchSize: 100_000,
    localTime: new DateTime(Date.now()),
    logicalSessionTimeoutMinutes: 30,
    connectionId: request.connectionId,
    minWireVersion: 0,
    maxWireVersion: WIRE_VERSION,
    readOnly: false,
  });
}

const ANY = [
  'helloOk',
  'client',
  'compression',
  'loadBalanced',
  'topologyVersion',
  'maxAwaitTimeMS',
  'saslSupportedMechs',
  'speculativeAuthenticate',
  'hostInfo',
  'backpressure',
];

export const helloCommand: Command = { fields: ANY, run: hello };
export const pingCommand: Command = { fields: [], run: () => reply({}) };

/** There are no users, so that none remain; test suites clean up with it. */
export const dropUsersCommand: Command = { fields: [], run: () => reply({ n: 0 }) };

export const buildInfoCommand: Command = {
  fields: [],
  run: () =>
    reply({
      version: VERSION,
      versionArray: [7, 0, 0, 0],
      gitVersion: 'schakel-embedded',
      modules: [],
      bits: 64,
      debug: false,
      maxBsonObjectSize: MAX_DOCUMENT,
      storageEngines: ['lmdb'],
    }),
};

export const endSessionsCommand: Command = {
  fields: [],
  run: ({ name, command, engine }) => {
    const ids = command.get(name);
    if (Array.isArray(ids)) engine.sessions.endSessions(ids);
    return reply({});
  },
};

export const commitTransactionCommand: Command = {
  fields: ['recoveryToken'],
  run: async ({ command, engine }) => {
    await engine.sessions.commit(command);
    return reply({});
  },
};

export const abortTransactionCommand: Command = {
  fields: ['recoveryToken'],
  run: ({ command, engine }) => {
    engine.sessions.abort(command);
    return reply({});
  },
};

/** Settings that shells and test suites look at; only the sleep between two sweeps can be changed. */
export interface Settings {
  ttlMonitorSleepSecs: number;
}

export function parameterCommands(settings: Settings): { get: Command; set: Command } {
  const known = (): Doc =>
    doc({
      ttlMonitorSleepSecs: settings.ttlMonitorSleepSecs,
      featureCompatibilityVersion: doc({ version: '7.0' }),
    });
  const get: Command = {
    fields: [...known().keys(), 'allParameters'],
    run: ({ command }) => {
      const all = command.get('getParameter') === '*';
      const wanted = [...known()].filter(([name]) => all || command.has(name));
      return reply(Object.fromEntries(wanted) as Record<string, Value>);
    },
  };
  const set: Command = {
    fields: ['ttlMonitorSleepSecs'],
    run: ({ command }) => {
      const seconds = command.get('ttlMonitorSleepSecs');
      const was = settings.ttlMonitorSleepSecs;
      if (typeof seconds === 'number' && seconds > 0) settings.ttlMonitorSleepSecs = seconds;
      return reply({ was });
    },
  };
  return { get, set };
}
