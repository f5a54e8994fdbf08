import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Servers of others, from where they were installed: `peer.ts hocuspocus DIRECTORY`, `peer.ts yWebsocket DIRECTORY`. */
const [kind, directory] = process.argv.slice(2) as [string, string];
const require = createRequire(join(directory, 'package.json'));
const load = (name: string): Promise<unknown> => import(pathToFileURL(require.resolve(name)).href);
const say = (port: number): void => console.log(`listening http://127.0.0.1:${port}`);

if (kind === 'hocuspocus') {
  const { Server } = (await load('@hocuspocus/server')) as {
    Server: new (options: object) => { listen(): Promise<unknown>; address: { port: number } };
  };
  const { SQLite } = (await load('@hocuspocus/extension-sqlite')) as {
    SQLite: new (options: object) => unknown;
  };
  const extensions = [new SQLite({ database: ':memory:' })];
  const server = new Server({ port: 0, address: '127.0.0.1', quiet: true, extensions, timeout: 600_000 });
  await server.listen();
  say(server.address.port);
} else {
  const { setupWSConnection } = (await load('@y/websocket-server/utils')) as {
    setupWSConnection: (socket: unknown, request: unknown) => void;
  };
  const { WebSocketServer } = (await load('ws')) as { WebSocketServer: new (options: object) => Upgrader };
  const upgrader = new WebSocketServer({ noServer: true });
  const http = createServer();
  http.on('upgrade', (request, socket, head) =>
    upgrader.handleUpgrade(request, socket, head, (opened) => setupWSConnection(opened, request)),
  );
  http.listen(0, '127.0.0.1', () => say((http.address() as AddressInfo).port));
}
process.on('SIGTERM', () => process.exit(0));

interface Upgrader {
  handleUpgrade(request: unknown, socket: unknown, head: unknown, opened: (socket: unknown) => void): void;
}
