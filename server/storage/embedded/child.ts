import { type ServerOptions, startServer } from './server.ts';

/** What the process that started this one tells it. */
export type ToChild = { kind: 'start'; options: ServerOptions } | { kind: 'close' };

/** What it is told. After `failed`, this process ends. */
export type FromChild = { kind: 'listening'; port: number | undefined } | { kind: 'failed'; message: string };

const tell = (message: FromChild, then: () => void = () => {}): void => {
  if (process.connected) process.send!(message, then);
  else then();
};

const failed = (error: unknown): FromChild => ({
  kind: 'failed',
  message: error instanceof Error ? error.message : String(error),
});

const fail = (error: unknown): void => tell(failed(error), () => process.exit(1));

/**
 * After an error that nobody foresaw what is in memory may be wrong: not one more thing is answered or written. An empty
 * pipe takes the message before this goes on; if it does not, only the reason is lost.
 */
function endNow(error: unknown): void {
  tell(failed(error));
  process.kill(process.pid, 'SIGKILL');
}

async function obey(message: ToChild): Promise<void> {
  if (message.kind === 'close') {
    await (await running)?.close();
    process.exit(0);
  }
  running ??= startServer(message.options);
  const { port } = await running;
  tell({ kind: 'listening', port });
}

let running: ReturnType<typeof startServer> | undefined;
process.on('uncaughtException', endNow);
process.on('message', (message: ToChild) => void obey(message).catch(fail));
// Nobody is left to hear an answer, and the next start waits for the data file: no time for leave-taking, which an
// open transaction or a reader could draw out. It is what the store has to survive anyway.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
// A terminal or a service manager tells every process of a group to end: this one ends when its application says so,
// which still has things to write.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});
