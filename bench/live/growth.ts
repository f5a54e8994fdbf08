import { median, short, spread, table } from '../figures.ts';
import { type Client, open } from './clients.ts';
import type { Contender } from './contenders.ts';
import { schakel } from './contenders.ts';
import type { Fixture } from './fixture.ts';
import { pause, residentMegabytes } from './machine.ts';
import { documentsOf, type Figures, rounds, runOnce } from './steady.ts';

const atOnce = 20;

/** What an edit costs in a document with few and with many edits behind it. */
export async function histories(fixture: Fixture): Promise<void> {
  const contender = schakel(fixture);
  const found = new Map([...fixture.histories.keys()].map((edits) => [edits, [] as Figures[]]));
  for (let round = 1; round <= rounds; round++)
    for (const [edits, plan] of fixture.histories) {
      const documents = documentsOf([plan]);
      const load = { documents, rate: 40, warmSeconds: 2, seconds: 5, seed: round };
      found.get(edits)!.push(await runOnce(contender, load));
    }
  const base = median([...found.values()][0]!.map(({ web }) => web));
  const rows = [...found].map(([edits, all]) => [
    `${short(edits)} edits before`,
    spread(all.map(({ web }) => web * 1000)),
    short(median(all.map(({ web }) => web)) / base),
    spread(all.map(({ savedP50 }) => savedP50)),
    spread(all.map(({ others }) => others)),
  ]);
  console.log(
    table(['cost of an edit', 'CPU ms / 1,000 deliveries', 'x first', 'ack p50 ms', 'others %'], rows),
  );
}

/** Memory with a thousand documents open, one page each. */
export async function manyOpen(contenders: Contender[], fixture: Fixture): Promise<void> {
  const found = new Map<string, number[]>();
  for (const contender of contenders) {
    const grown: number[] = [];
    for (let round = 0; round < rounds; round++) grown.push(await openMany(contender, fixture));
    found.set(contender.name, grown);
  }
  const base = median([...found.values()][0]!);
  const rows = [...found].map(([name, grown]) => [name, spread(grown), short(median(grown) / base)]);
  console.log(table([`${short(fixture.shelf.length)} documents open`, 'MB above idle', 'x relay'], rows));
}

async function openMany(contender: Contender, { shelf }: Fixture): Promise<number> {
  const running = await contender.start();
  const idle = residentMegabytes(running.web);
  const clients: Client[] = [];
  for (let index = 0; index < shelf.length; index += atOnce) {
    const opened = shelf
      .slice(index, index + atOnce)
      .map(({ name, cookies }, place) =>
        open(running.way, { document: name, cookie: cookies[0]!, clientId: index + place + 1 }),
      );
    clients.push(...(await Promise.all(opened)));
  }
  await pause(3000);
  const grown = residentMegabytes(running.web) - idle;
  for (const client of clients) client.close();
  await running.stop();
  return grown;
}
