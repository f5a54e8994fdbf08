import { chmodSync, rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { commandTable, dispatch, failure } from './commands/dispatch.ts';
import type { Settings } from './commands/handshake.ts';
import { closeEngine, type Engine, openEngine } from './engine/engine.ts';
import { sweepExpired } from './engine/expiry.ts';
import { sync } from './format.ts';
import { type Message, MessageReader, readMessage, writeReply } from './wire.ts';

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
  const sockets = new Set<Socket>();
  const serve = connections(engine, settings, sockets);
  const server = createServer({ noDelay: true }, serve);
  await listen(server, options);
  const stopKeeping = keepHouse(engine, settings);
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : undefined,
    close: async () => {
      stopKeeping();
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
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

function connections(engine: Engine, settings: Settings, sockets: Set<Socket>): (socket: Socket) => void {
  const commands = commandTable(settings);
  let lastConnection = 0;

  async function answer(socket: Socket, message: Message, connectionId: number): Promise<void> {
    const name = message.command.keys().next().value ?? '';
    const database = message.command.get('$db');
    const reply = await dispatch(commands, {
      name,
      command: message.command,
      database: typeof database === 'string' ? database : 'admin',
      documents: message.documents,
      engine,
      connectionId,
    });
    if (!message.silent && !socket.destroyed) socket.write(writeReply(reply, message));
  }

  return (socket) => {
    const reader = new MessageReader();
    const connectionId = ++lastConnection;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    socket.on('data', (chunk) => {
      try {
        for (const bytes of reader.push(chunk)) void answer(socket, readMessage(bytes), connectionId);
      } catch (error) {
        // Whatever comes next on this connection cannot be trusted.
        socket.end(writeReply(failure(error), { requestId: 0, legacy: false }));
      }
    });
  };
}

/** Ends what was left alone, and deletes what a TTL index says has expired. */
function keepHouse(engine: Engine, settings: Settings): () => void {
  let nextSweep = Date.now() + settings.ttlMonitorSleepSecs * 1000;
  let sweeping = false;
  const timer = setInterval(() => {
    const now = Date.now();
    engine.cursors.expire(now);
    engine.sessions.expire(now);
    nextSweep = Math.min(nextSweep, now + settings.ttlMonitorSleepSecs * 1000);
    if (sweeping || now < nextSweep) return;
    sweeping = true;
    sweepExpired(engine, now)
      .catch((error: unknown) =>
        console.error(`The embedded store could not delete expired documents: ${(error as Error).message}`),
      )
      .finally(() => {
        sweeping = false;
        nextSweep = Date.now() + settings.ttlMonitorSleepSecs * 1000;
      });
  }, HOUSEKEEPING_MS);
  timer.unref();
  return () => clearInterval(timer);
}
