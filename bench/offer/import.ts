import { loadavg } from 'node:os';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { OfferImportModel, type OfferImportRecord } from '../../models/OfferImport.ts';
import { writeCsv } from '../../server/features/offer/exchange/csv.ts';
import { paths } from '../../server/paths.ts';
import { startTestApp, type TestApp } from '../../test/builders/app.ts';
import { postFile } from '../../test/builders/files.ts';
import { aVisitor, signInAs, type Visitor } from '../../test/builders/people.ts';
import { median, quantile, short, table, whole } from '../figures.ts';

/** Rows of a file, a new module each; `SIZES=1000,5000` for others. */
const SIZES = (process.env.SIZES ?? '1000,10000,50000').split(',').map(Number);
/** How often each is done; of the times the median counts. */
const RUNS = Number(process.env.RUNS ?? 1);
/** Modules of one organisation, of one of its sites, of one unit. */
const per = { organisation: 100, site: 25, unit: 5 };
/** Somebody else asks for a page this often. Milliseconds. */
const pageEvery = 200;

const heading = [
  ...['organisation.id', 'organisation.names.1.name', 'unit.id', 'unit.name', 'unit.kind', 'unit.status'],
  ...['unit.listed', 'site.id', 'site.name.nl', 'site.kind', 'site.area', 'module.types', 'module.settings'],
  ...['module.ages', 'module.status', 'module.cost.nl', 'module.capacity.maximum', 'module.capacity.unit'],
];

const unitOf = (at: number): string => `Eenheid ${Math.floor(at / per.unit)}`;

const rowOf = (at: number): string[] => {
  const [organisation, site, unit] = [per.organisation, per.site, per.unit].map((one) =>
    Math.floor(at / one),
  );
  return [
    ...[`new:o${organisation}`, `Organisatie ${organisation}`, `new:u${unit}`, unitOf(at), 'other', 'active'],
    ...['yes', `new:s${site}`, `Locatie ${site}`, 'building', '11002', 'crisis|outreach', 'mobile'],
    ...['adults', 'active', `Kost van ${at}`, String(at % 40), 'places'],
  ];
};

async function settled(id: string): Promise<OfferImportRecord> {
  for (;;) {
    const record = await OfferImportModel.findById(id).orFail().lean<OfferImportRecord>();
    if (!['reading', 'running', 'undoing'].includes(record.state)) return record;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

/** One stretch of work: how long it took, and what others felt of it. Milliseconds but for the seconds. */
interface Measured {
  seconds: number;
  loop50: number;
  loop99: number;
  loopMost: number;
  pages: number[];
}

/** Does something while somebody else looks at the public directory. */
async function measured(app: TestApp, work: () => Promise<unknown>): Promise<Measured> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  const pages: number[] = [];
  let isOver = false;
  const other = (async () => {
    const visitor = aVisitor(app);
    while (!isOver) {
      const begun = performance.now();
      await visitor.get(paths.offer({ q: 'crisis' }));
      pages.push(performance.now() - begun);
      await new Promise((resolve) => setTimeout(resolve, pageEvery));
    }
  })();
  delay.enable();
  const begun = performance.now();
  await work();
  const seconds = (performance.now() - begun) / 1000;
  delay.disable();
  isOver = true;
  await other;
  const late = (percentile: number): number => delay.percentile(percentile) / 1e6;
  return { seconds, loop50: late(50), loop99: late(99), loopMost: delay.max / 1e6, pages };
}

async function untilFound(visitor: Visitor, name: string): Promise<void> {
  for (;;) {
    const page = await visitor.get(paths.offer({ q: name, exact: '1', old: '1' }));
    if (page.text.includes(`>${name}<`) || page.text.includes(`${name}</a>`)) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const steps = ['idle', 'dry run', 'import', 'until found', 'undo'] as const;
type Steps = Record<(typeof steps)[number], Measured>;

async function once(rows: number): Promise<Steps> {
  const app = await startTestApp({ demo: true });
  const nora = await signInAs(app, 'coordinator.antwerpen');
  await aVisitor(app).get(paths.offer({ q: 'crisis' }));
  const file = writeCsv([heading, ...Array.from({ length: rows }, (_, at) => rowOf(at))]);
  let id = '';
  const idle = await measured(app, () => new Promise((resolve) => setTimeout(resolve, 5000)));
  const dryRun = await measured(app, async () => {
    const answer = await postFile(app, nora, file);
    id = answer.headers.location!.split('/').at(-1)!;
    const read = await settled(id);
    if (read.counts.new !== rows) throw new Error(`read as ${JSON.stringify(read.counts)}`);
  });
  const run = (path: string, end: OfferImportRecord['state']) =>
    measured(app, async () => {
      await nora.post(path);
      const { state } = await settled(id);
      if (state !== end) throw new Error(`it is ${state}`);
    });
  const written = await run(paths.upkeepImportRun({ id }), 'done');
  const found = await measured(app, () => untilFound(aVisitor(app), unitOf(rows - 1)));
  const undone = await run(paths.upkeepImportUndoing({ id }), 'undone');
  await app.close();
  return { idle, 'dry run': dryRun, import: written, 'until found': found, undo: undone };
}

/** `npm run bench -- import`: reads, writes and takes back so many new rows, and what everybody else feels of it. */
export async function imports(): Promise<void> {
  const medians = new Map<number, Record<string, number>>();
  for (const rows of SIZES) {
    const runs: Steps[] = [];
    for (let run = 0; run < RUNS; run++) runs.push(await once(rows));
    const of = (step: keyof Steps, figure: (one: Measured) => number): number =>
      median(runs.map((run) => figure(run[step])));
    medians.set(rows, Object.fromEntries(steps.map((step) => [step, of(step, (one) => one.seconds)])));
    const head = ['', 's', 'loop p50 ms', 'p99', 'most', 'page p50 ms', 'p95', 'pages'];
    const lines = steps.map((step) => [
      step,
      short(of(step, (one) => one.seconds)),
      ...[(one: Measured) => one.loop50, (one: Measured) => one.loop99, (one: Measured) => one.loopMost].map(
        (figure) => short(of(step, figure)),
      ),
      short(of(step, (one) => median(one.pages))),
      short(of(step, (one) => quantile(one.pages, 0.95))),
      whole(of(step, (one) => one.pages.length)),
    ]);
    console.log(
      `\n${whole(rows)} rows, ${RUNS} times; load ${loadavg()[0]!.toFixed(1)}\n${table(head, lines)}`,
    );
  }
  const [first = 0, ...larger] = SIZES;
  for (const rows of larger)
    for (const step of ['dry run', 'import', 'undo']) {
      const times = medians.get(rows)![step]! / medians.get(first)![step]!;
      console.log(`${step}: ${rows / first} times the rows took ${short(times)} times as long`);
    }
}
