import { parseArgs } from 'node:util';
import { startEmbeddedStore } from './store.ts';

/** `npm run db -- --port P --data DIR`: the store by itself, for shells and other tools. */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { port: { type: 'string' }, data: { type: 'string' } } });
  const isPort = values.port === undefined || /^\d{1,5}$/.test(values.port);
  if (!values.data || !isPort) throw new Error('Usage: npm run db -- --data DIR [--port PORT]');
  const store = await startEmbeddedStore({
    dataDir: values.data,
    ...(values.port === undefined ? {} : { port: Number(values.port) }),
  });
  console.log(store.uri);
  store.onFailure((reason) => {
    console.error(reason.message);
    process.exitCode = 1;
    void store.close();
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void store.close());
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
