import { Worker } from 'node:worker_threads';

/** The loader that runs TypeScript does not reach into worker threads on Node 20: each registers it by itself. */
const bootstrap = (file: URL): string => `import('tsx/esm/api').then(({ register }) => {
  register();
  return import(${JSON.stringify(file.href)});
})`;

/** Runs a TypeScript file in a worker thread that does not keep the process alive. */
export function startWorkerThread(file: URL): Worker {
  const worker = new Worker(bootstrap(file), { eval: true, execArgv: [] });
  worker.unref();
  return worker;
}
