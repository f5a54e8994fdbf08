import { parentPort, workerData } from 'node:worker_threads';
import { type RunningServer, type ServerOptions, startServer } from './server.ts';

/** What the worker tells the thread that started it. */
export type FromWorker =
  | { kind: 'listening'; port: number | undefined }
  | { kind: 'failed'; message: string }
  | { kind: 'closed' };

async function start(): Promise<RunningServer> {
  const server = await startServer(workerData as ServerOptions);
  parentPort!.postMessage({ kind: 'listening', port: server.port } satisfies FromWorker);
  return server;
}

start().then(
  (server) => {
    parentPort!.once('message', () => {
      void server.close().finally(() => {
        parentPort!.postMessage({ kind: 'closed' } satisfies FromWorker);
        parentPort!.close();
      });
    });
  },
  (error: unknown) => {
    const message = error instanceof Error ? error.message : String(error);
    parentPort!.postMessage({ kind: 'failed', message } satisfies FromWorker);
    parentPort!.close();
  },
);
