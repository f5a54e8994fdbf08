import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import express from 'express';
import { CareUnitModel } from '../../models/CareUnit.ts';
import { systemClock } from '../../server/core/clock.ts';
import { formats, languages, translator } from '../../server/core/i18n.ts';
import { directoryPage } from '../../server/features/offer/directoryPage.ts';
import { offerSearchForm } from '../../server/features/offer/forms.ts';
import { catalogueOf, searchFor } from '../../server/features/offer/queries.ts';
import type { OfferQuery } from '../../server/features/offer/search/query.ts';
import { type Installation, openInstallation } from '../../server/installation.ts';
import { useViews } from '../../server/views.ts';

/** What the bench asks of the process that is measured. */
export type Order =
  | { kind: 'search'; queries: OfferQuery[]; clients: number }
  | { kind: 'change'; times: number }
  | { kind: 'memory' };

export interface Answers {
  /** Milliseconds: of each search, of the processor for one on average, and 99 % of the loop's delays at most. */
  search: { times: number[]; cpu: number; loopDelay: number };
  change: { times: number[] };
  memory: { rss: number; heapUsed: number; threadHeap: number; threadArrays: number };
}

/** Runs the whole application on a directory, in a process of its own, and measures from the inside. */
async function host(directory: string): Promise<void> {
  const installation = await openInstallation({
    config: {
      ...{ port: 0, host: '127.0.0.1', dataDir: join(directory, 'data'), keyDir: join(directory, 'keys') },
      ...{ mongodbUri: undefined, redisUrl: undefined, smtpUrl: undefined, demoPassword: undefined },
      ...{
        publicUrl: 'http://127.0.0.1',
        trustProxy: 0,
        offlineDays: 7,
        directoryMonths: 12,
        throwAway: false,
        logLevel: 'silent',
      },
    },
    demo: false,
    say: () => {},
    limits: { all: 10_000_000, secrets: 30, reports: 30 },
  });
  const bare = await barePage(installation);
  process.on('message', (order: Order) => {
    carryOut(installation, order).then((answer) => process.send!(answer), fail);
  });
  process.on('disconnect', () => void installation.close().then(() => process.exit(0)));
  process.send!({ address: installation.address, bare });
}

const fail = (error: Error): never => {
  console.error(error);
  process.exit(1);
};

function carryOut(installation: Installation, order: Order): Promise<Answers[Order['kind']]> {
  if (order.kind === 'search') return search(installation, order);
  return order.kind === 'change' ? change(installation, order.times) : memory(installation);
}

let different = 1;

/** Each search as a page makes it: asked of the thread, then the records of the results read. */
async function search({ house }: Installation, { queries, clients }: Order & { kind: 'search' }) {
  const times: number[] = [];
  const cpu = process.cpuUsage();
  const histogram = monitorEventLoopDelay({ resolution: 1 });
  histogram.enable();
  let next = 0;
  const client = async () => {
    while (next < queries.length) {
      const asked = queries[next++]!;
      // Spaces change nothing but that the answer is not one that is known already.
      const query = { ...asked, text: asked.text + ' '.repeat(different++ % 1000) };
      const began = performance.now();
      const { hits } = await house.offerSearch.find(query);
      times.push(performance.now() - began);
      await house.offerSearch.entries(hits.map(({ id }) => id));
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  histogram.disable();
  const { user, system } = process.cpuUsage(cpu);
  return { times, cpu: (user + system) / 1000 / queries.length, loopDelay: histogram.percentile(99) / 1e6 };
}

/** From a committed change until a search finds it, in milliseconds. */
async function change({ house }: Installation, count: number) {
  const times: number[] = [];
  const units = await CareUnitModel.find({ listed: true }, { _id: 1 }).limit(count).lean();
  for (const [at, { _id }] of units.entries()) {
    const name = `Veranderd${'abcdefghijklmnopqrstuvwxyz'[at % 26]}${at} ${Math.floor(performance.now())}`;
    await house.unitOfWork.do(
      { name: 'unit.changed', actor: null, record: { type: 'unit', id: _id } },
      async ({ session }) => {
        await CareUnitModel.updateOne({ _id }, { name }, { session });
        return null;
      },
    );
    const began = performance.now();
    const asked = offerSearchForm.parse({ q: name, exact: '1' });
    const catalogue = await catalogueOf(house);
    while ((await searchFor(house, asked, catalogue, 'nl', systemClock.now())).answer.total === 0) {
      if (performance.now() - began > 60_000) throw new Error(`${name} was never found`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    times.push(performance.now() - began);
  }
  return { times };
}

async function memory({ house }: Installation) {
  const thread = await house.offerSearch.memory();
  const { rss, heapUsed } = process.memoryUsage();
  return { rss, heapUsed, threadHeap: thread.heapUsed, threadArrays: thread.arrayBuffers };
}

/** The floor of a page: the same view in the same layout with data that is there already, and nothing around it. */
async function barePage({ house }: Installation): Promise<string> {
  const app = express();
  useViews(app, false);
  const t = translator('nl');
  const now = systemClock.now();
  const catalogue = await catalogueOf(house);
  const found = await searchFor(house, offerSearchForm.parse({}), catalogue, 'nl', now);
  const data = directoryPage(catalogue, found, new Map(), { language: 'nl', t, now, house } as never);
  const around = {
    ...{ t, language: 'nl', person: null, path: '/offer', address: '/offer', notice: undefined, languages },
    ...{ csrfToken: () => '', formStart: () => '', hasRole: () => false, inLanguage: () => ({ text: '' }) },
    ...formats('nl'),
  };
  app.get('/', (_request, response) => {
    response.render('offer/index', { ...around, ...data }, (_error, body) =>
      response.render('layout/page', { ...around, ...data, body }),
    );
  });
  const server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

host(process.argv[2]!).catch(fail);
