import { readConfig } from './config.ts';
import { verifyChain } from './core/acts.ts';
import { connectBeside } from './storage/connect.ts';

/**
 * `npm run verify-acts`: recomputes the whole chain of acts and says whether a row was changed, taken out or put
 * in. Ends with 0 when the chain holds, 1 when it does not, 2 when it could not be read.
 */
async function verify(): Promise<number> {
  const config = readConfig(process.env);
  const { dataDir, mongodbUri } = config;
  const storage = await connectBeside({ dataDir, ...(mongodbUri ? { mongodbUri } : {}) });
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

verify().then(
  (code) => process.exit(code),
  (error: Error) => {
    console.error(`The acts cannot be read: ${error.message}`);
    process.exit(2);
  },
);
