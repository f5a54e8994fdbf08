import { monitorEventLoopDelay } from 'node:perf_hooks';
import { OfferImportModel, type OfferImportRecord } from '../../models/OfferImport.ts';
import { writeCsv } from '../../server/features/offer/exchange/csv.ts';
import { paths } from '../../server/paths.ts';
import { startTestApp } from '../../test/builders/app.ts';
import { postFile } from '../../test/builders/files.ts';
import { signInAs } from '../../test/builders/people.ts';

/** Modules of one organisation. */
const perOrganisation = 100;

const heading = [
  ...['organisation.id', 'organisation.names.1.name', 'unit.id', 'unit.name', 'unit.kind', 'unit.status'],
  ...['unit.listed', 'site.id', 'site.name.nl', 'site.kind', 'site.area', 'module.types', 'module.settings'],
  ...['module.ages', 'module.status', 'module.cost.nl', 'module.capacity.maximum', 'module.capacity.unit'],
];

const rowOf = (at: number): string[] => {
  const one = Math.floor(at / perOrganisation);
  return [
    ...[`new:o${one}`, `Organisatie ${one}`, `new:u${one}`, `Eenheid ${one}`, 'other', 'active'],
    ...['yes', `new:s${one}`, `Locatie ${one}`, 'building', '11002', 'crisis|outreach', 'mobile'],
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

/** `npm run bench -- import`: reads, writes and takes back so many new rows (ROWS, 50,000), and what the loop feels. */
export async function imports(): Promise<void> {
  const rows = Number(process.env.ROWS ?? 50_000);
  const app = await startTestApp({ demo: true });
  const nora = await signInAs(app, 'coordinator.antwerpen');
  const file = writeCsv([heading, ...Array.from({ length: rows }, (_, at) => rowOf(at))]);
  const timed = async (what: string, work: () => Promise<OfferImportRecord>): Promise<OfferImportRecord> => {
    const delay = monitorEventLoopDelay({ resolution: 5 });
    delay.enable();
    const begun = performance.now();
    const record = await work();
    delay.disable();
    const seconds = ((performance.now() - begun) / 1000).toFixed(1);
    const late = (percentile: number): string => (delay.percentile(percentile) / 1e6).toFixed(1);
    console.log(
      `${what.padEnd(10)} ${seconds} s, loop delay p50 ${late(50)} p99 ${late(99)} ms, ${record.state}`,
    );
    return record;
  };
  console.log(`${rows} rows, ${(file.length / 1e6).toFixed(1)} MB`);
  const read = await timed('dry run', async () => {
    const answer = await postFile(app, nora, file);
    return settled(answer.headers.location!.split('/').at(-1)!);
  });
  const { _id: id } = read;
  for (const [what, path] of [
    ['import', paths.upkeepImportRun({ id })],
    ['undo', paths.upkeepImportUndoing({ id })],
  ] as const)
    await timed(what, async () => {
      await nora.post(path);
      return settled(id);
    });
  await app.close();
}
