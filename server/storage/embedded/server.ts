import { chmodSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { commandTable, dispatch } from './commands/dispatch.ts';
import type { Settings } from './commands/handshake.ts';
import type { Reply } from './commands/request.ts';
import { Connections } from './connections.ts';
import { closeEngine, type Engine, openEngine } from './engine/engine.ts';
import { sweepExpired } from './engine/expiry.ts';
import { sync } from './format.ts';
import type { Message } from './wire.ts';

export interface ServerOptions {
  /** Directory of the LMDB files; it exists and is ours alone. */
  dataDir: string;
  socketPath?: string | undefined;
  /** Loopback port; 0 for any free one. */
  port?: number | undefined;
}

export interface RunningServer {
  /** The port, when it listens on one. */
  port: number | undefined;
  close(): Promise<void>;
}

const HOUSEKEEPING_MS = 1_000;

/** Opens the store and listens. There is no authentication: only on a private socket or on loopback. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const engine = openEngine(options.dataDir);
  sync(options.dataDir);
  const settings: Settings = { ttlMonitorSleepSecs: 60 };
  const connections = new Connections(answering(engine, settings));
  const server = createServer({ noDelay: true }, (socket) => connections.accept(socket));
  await listen(server, options);
  const stopKeeping = keepHouse(engine, settings, connections);
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : undefined,
    close: async () => {
      stopKeeping();
      const closed = new Promise((resolve) => server.close(resolve));
      engine.cursors.stop();
      await connections.close();
      await closed;
      await closeEngine(engine);
    },
  };
}

function listen(server: Server, { socketPath, port }: ServerOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    if (!socketPath) {
      server.listen(port ?? 0, '127.0.0.1', resolve);
      return;
    }
    // We hold the lock on the data directory, so a socket that is still there has no one behind it.
    rmSync(socketPath, { force: true });
    const mask = process.platform === 'win32' ? undefined : 0o600;
    server.listen(socketPath, () => {
      if (mask !== undefined) chmodSync(socketPath, mask);
      resolve();
    });
  });
}

function answering(
  engine: Engine,
  settings: Settings,
): (message: Message, connectionId: number) => Promise<Reply> {
  const commands = commandTable(settings);
  return ({ command, documents }, connectionId) => {
    const database = command.get('$db');
    return dispatch(commands, {
      name: command.keys().next().value ?? '',
      command,
      database: typeof database === 'string' ? database : 'admin',
      documents,
      engine,
      connectionId,
    });
  };
}

/** Ends what was left alone, and deletes what a TTL index says has expired. */
function keepHouse(engine: Engine, settings: Settings, connections: Connections): () => void {
  let isStopped = false;
  let nextSweep = Date.now() + settings.ttlMonitorSleepSecs * 1000;
  let sweeping = false;
  const timer = setInterval(() => {
    const now = Date.now();
    engine.cursors.expire(now);
    engine.sessions.expire(now);
    connections.expire(now);
    nextSweep = Math.min(nextSweep, now + settings.ttlMonitorSleepSecs * 1000);
    if (sweeping || now < nextSweep) return;
    sweeping = true;
    sweepExpired(engine, now)
      .catch((error: unknown) => {
        if (!isStopped)
          console.error(`The embedded store could not delete expired documents: ${(error as Error).message}`);
      })
      .finally(() => {
        sweeping = false;
        nextSweep = Date.now() + settings.ttlMonitorSleepSecs * 1000;
      });
  }, HOUSEKEEPING_MS);
  timer.unref();
  return () => {
    isStopped = true;
    clearInterval(timer);
  };
}
