import { connect } from 'node:net';
import { join } from 'node:path';
import { readConfig } from './config.ts';
import { verifyChain } from './core/acts.ts';
import { connectStorage } from './storage/connect.ts';

/**
 * `npm run verify-acts`: recomputes the whole chain of acts and says whether a row was changed, taken out or put
 * in. Ends with 0 when the chain holds, 1 when it does not, 2 when it could not be read.
 */
async function verify(): Promise<number> {
  const config = readConfig(process.env);
  const socket = join(config.dataDir, 'store', 'store.sock');
  // While Schakel runs the store is its own; the command then reads through its socket.
  const running = (await listens(socket)) ? `mongodb://${encodeURIComponent(socket)}/schakel` : undefined;
  const uri = config.mongodbUri ?? running;
  const storage = await connectStorage({ dataDir: config.dataDir, ...(uri ? { mongodbUri: uri } : {}) });
  try {
    const { checked, pending, fault } = await verifyChain(storage.connection);
    console.log(`${checked} acts checked, ${pending} waiting for their place`);
    if (fault) console.log(`The chain is broken at act ${fault.sequence}: ${fault.kind}`);
    else console.log('The chain holds.');
    return fault ? 1 : 0;
  } finally {
    await storage.close();
  }
}

/** A socket file may be left over from a program that was killed: only an answer counts. */
function listens(socket: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = connect(socket);
    probe.once('connect', () => {
      probe.destroy();
      resolve(true);
    });
    probe.once('error', () => resolve(false));
  });
}

verify().then(
  (code) => process.exit(code),
  (error: Error) => {
    console.error(`The acts cannot be read: ${error.message}`);
    process.exit(2);
  },
);
