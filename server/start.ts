import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { ConfigError, readConfig } from './config.ts';
import { type Installation, openInstallation } from './installation.ts';

/**
 * Starts Schakel: settings, storage, keys, reference data, site, sockets; prints where to go; stops cleanly.
 * Everything that can stop a start is told in one line.
 */
async function start(): Promise<void> {
  // Whoever started it may stop listening to what it prints; that is no reason to stop.
  process.stdout.on('error', () => {});
  const demo = process.argv.includes('--demo');
  const config = readConfig(process.env, demo);
  const installation = await openInstallation({ config, demo, say: (line) => console.log(line) });
  stopOnSignals(installation, () => {
    // A demo nobody asked to keep leaves nothing behind.
    if (config.throwAway) rmSync(dirname(config.dataDir), { recursive: true, force: true });
  });
  // The first visitor of the directory, or of coverage, would wait for it, seconds where the care offer is large. One
  // after the other, as both at once would keep every processor from whoever signs in meanwhile.
  const { offerSearch, coverage } = installation.house;
  void offerSearch.warm().then(() => coverage.warm());
  console.log(`\n  Schakel: ${installation.address}\n`);
  for (const line of installation.firstSteps) console.log(`  ${line}`);
}

/** SIGTERM and SIGINT: no new requests, open edits kept, store closed. A second signal does not wait. */
function stopOnSignals(installation: Installation, afterwards: () => void): void {
  let stopping = false;
  const stop = (): void => {
    if (stopping) process.exit(1);
    stopping = true;
    installation.close().then(
      () => {
        afterwards();
        process.exit(0);
      },
      (error: Error) => {
        console.error(`Stopping failed: ${error.message}`);
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  // A store that cannot go on ends the program: a supervisor starts it again, nothing acknowledged is lost.
  installation.onFailure((reason) => {
    console.error(`Schakel cannot go on: ${reason.message}`);
    stop();
  });
}

start().catch((error: Error & { expected?: boolean; code?: string }) => {
  const known = error instanceof ConfigError || error.expected || typeof error.code === 'string';
  console.error(known ? `Schakel cannot start: ${error.message}` : error);
  process.exit(1);
});
