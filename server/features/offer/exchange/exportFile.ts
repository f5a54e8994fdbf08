import { CareModuleModel } from '../../../../models/CareModule.ts';
import { CareUnitModel } from '../../../../models/CareUnit.ts';
import { OrganisationModel } from '../../../../models/Organisation.ts';
import { SiteModel } from '../../../../models/Site.ts';
import { translator } from '../../../core/i18n.ts';
import { moduleTypesInUse } from '../moduleTypes.ts';
import { writeCsv } from './csv.ts';
import { type Exported, exportTable } from './exportRows.ts';
import type { ExportJob } from './jobs.ts';
import type { KnownRecord } from './known.ts';
import { legendRows } from './legend.ts';
import { writeXlsxSheets } from './xlsx.ts';

/** The records to export, in the order of lists. */
async function exported({ organisations, withNobody }: ExportJob): Promise<Exported> {
  const owners = withNobody ? [...organisations, null] : organisations;
  const theirs = { organisationId: { $in: owners } };
  const units = await CareUnitModel.find(theirs).sort({ order: 1 }).lean<KnownRecord[]>();
  const place = new Map(units.map((one, at) => [one._id, at]));
  const modules = await CareModuleModel.find({ careUnitId: { $in: [...place.keys()] } }).lean<
    KnownRecord[]
  >();
  const placeOf = (one: KnownRecord): number => place.get(one.careUnitId as string) ?? 0;
  modules.sort((a, b) => placeOf(a) - placeOf(b) || (a.order as number) - (b.order as number));
  return {
    organisations: await OrganisationModel.find({ _id: { $in: organisations } }).lean<KnownRecord[]>(),
    sites: await SiteModel.find(theirs).lean<KnownRecord[]>(),
    units,
    modules,
  };
}

/** The offer as a file, or the explanation of its columns as one. */
export async function exportFile(job: ExportJob): Promise<{ bytes: Uint8Array }> {
  const { columns, rows } = exportTable(await exported(job));
  const types = await moduleTypesInUse();
  const legend = () => legendRows(columns, { t: translator(job.language), language: job.language, types });
  if (job.format === 'legend') return { bytes: writeCsv(legend()) };
  if (job.format === 'csv') return { bytes: writeCsv(rows) };
  const sheets = [
    { name: 'offer', rows },
    { name: 'legend', rows: legend() },
  ];
  return { bytes: await writeXlsxSheets(sheets) };
}
