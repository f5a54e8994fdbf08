import { openFence } from '../../server/core/restorations.ts';
import { startShelter, startWorld } from './world.ts';

/** A live server that redacts what it is told, and may be killed while it does: node redactionCrashServer.ts DIRECTORY PORT */
const [directory, port] = process.argv.slice(2);
const world = await startWorld(await startShelter(directory), Number(port));
let redactions = 0;

process.on('message', (words: string) => void redact(words).catch((error) => console.error(error)));

async function redact(words: string): Promise<void> {
  redactions += 1;
  const ask = {
    id: `redaction-${process.pid}-${redactions}`,
    at: new Date(),
    personId: 'person-cas',
    organisationId: 'org-cas',
    reason: Buffer.from('sealed'),
    words: [words],
    within: null,
  };
  const fence = await openFence(world.connection);
  // As after the page that showed what would go: so that the kill falls into what is written.
  await world.live.history('plan', world.documentId, { kind: 'words', words: [words], within: null });
  await world.live.quietly('plan', world.documentId, () => {
    // From here on the test may kill it.
    process.send?.('begun');
    return fence.through((session) => world.live.redact('plan', world.documentId, ask, session));
  });
  await world.live.renew('plan', world.documentId);
  process.send?.('redacted');
}
process.send?.(world.name);
