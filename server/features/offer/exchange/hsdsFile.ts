import type { Message } from '../../../core/errors.ts';
import { messageOf } from '../../../core/forms.ts';
import { brusselsDay, translator } from '../../../core/i18n.ts';
import type { Incoming, KnownService } from '../../../standards/hsds/incoming.ts';
import { termsIn } from '../../../standards/hsds/incomingAttributes.ts';
import { incomingRows } from '../../../standards/hsds/incomingMapping.ts';
import { IncomingRow } from '../../../standards/hsds/incomingRow.ts';
import { type IncomingService, incomingService, servicesIn } from '../../../standards/hsds/incomingShapes.ts';
import { service } from '../../../standards/hsds/serviceMapping.ts';
import { readerOf } from '../directoryPage.ts';
import { placesNamed, servicesNamed, taxonomiesOf } from '../programs/queries.ts';
import { Broken } from './broken.ts';
import { columnNamed } from './columns.ts';
import { textIn } from './csv.ts';
import type { FileRows } from './fileRows.ts';
import type { CheckJob } from './jobs.ts';
import { limits } from './limits.ts';
import { type RowStatement, statementsOf } from './statements.ts';

/** A heading of columns begins with a letter; JSON with a bracket. */
export const isJson = (bytes: Uint8Array): boolean =>
  /^\s*[[{]/.test(
    Buffer.from(bytes.subarray(0, 64))
      .toString('utf8')
      .replace(/^\uFEFF/, ''),
  );

/** The care offer in HSDS 3.1, as rows of an import: one a service, and one for each further location. @throws Broken */
export async function readHsds(job: CheckJob): Promise<FileRows> {
  const file = servicesIn(parsed(job.bytes));
  if (!file) throw new Broken('exchange.broken.noServices');
  if (file.services.length > limits.rows)
    throw new Broken('exchange.broken.tooManyRows', { most: limits.rows });
  const read = file.services.map(readService);
  const said = read.flatMap((one) => one.said ?? []);
  const language = file.language ?? job.language;
  const { known, incoming, hidden } = await knownFor(said, language, job.now);
  const rows = read.flatMap(({ said: one, row, path }) => {
    if (!one) return row;
    if (!hidden.has(one.id)) return incomingRows(one, path, known.get(one.id) ?? null, incoming);
    row.refuse('', 'exchange.errors.notListed');
    return row;
  });
  if (rows.length > limits.rows) throw new Broken('exchange.broken.tooManyRows', { most: limits.rows });
  return asFileRows(rows);
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(textIn(bytes).replace(/^\uFEFF/, ''));
  } catch (error) {
    if (error instanceof Broken) throw error;
    throw new Broken('exchange.broken.json');
  }
}

function readService({ path, value }: { path: string; value: unknown }) {
  const row = new IncomingRow(path);
  const checked = incomingService.safeParse(value, { reportInput: true });
  if (checked.success) return { said: checked.data, row, path };
  for (const issue of checked.error.issues.slice(0, 20)) {
    const at = issue.path.map((one) => (typeof one === 'number' ? `[${one}]` : `.${String(one)}`)).join('');
    const { key, values } = issue.code === 'invalid_type' ? typeMessage(issue.input) : messageOf(issue);
    row.refuse(at, key, values);
  }
  return { said: null, row, path };
}

const typeMessage = (input: unknown): Message =>
  input === undefined ? { key: 'forms.required' } : { key: 'exchange.hsds.type' };

async function knownFor(said: IncomingService[], language: Incoming['language'], now: Date) {
  const today = brusselsDay(now);
  const named = await servicesNamed(
    said.map((one) => one.id),
    now,
    today,
  );
  const taxonomies = taxonomiesOf(named.moduleTypes);
  const reader = readerOf({ language, t: translator(language), now });
  const context = { reader, base: '', taxonomies, moduleTypes: named.moduleTypes };
  const known = new Map<string, KnownService>(
    named.services.map((one) => [one.line.id, { public: one, given: service(one, context, 'full') }]),
  );
  const places = said.flatMap((one) => one.service_at_locations ?? []);
  const siteIds = places.flatMap((one) => one.location?.id ?? one.location_id ?? []);
  const incoming: Incoming = { language, terms: termsIn(taxonomies), ...(await placesNamed(siteIds)) };
  return { known, incoming, hidden: named.hidden };
}

function asFileRows(rows: IncomingRow[]): FileRows {
  const at = (row: number): IncomingRow => rows[row - 1]!;
  return {
    rows: rows.flatMap((one, index) => statementOf(one, index + 1)),
    refused: (drafted) => {
      const early = at(drafted.row).faults.map(({ path, ...told }) => ({ ...told, column: path }));
      return { ...drafted, lost: [...drafted.lost, ...early] };
    },
    placed: (planned) => {
      const said = at(planned.row);
      const faults = planned.faults.map((fault) =>
        fault.column?.startsWith('$') ? fault : { ...fault, column: said.pathOf(fault.column) },
      );
      return { ...planned, path: said.path, faults };
    },
  };
}

/** Read as a table of one row: it has the columns the service says something of, and no others. */
function statementOf(said: IncomingRow, row: number): RowStatement[] {
  const cells = new Map([
    ...Object.entries(said.ids).map(([kind, id]) => [`${kind}.id`, id] as const),
    ...[...said.cells].map(([name, { text }]) => [name, text] as const),
  ]);
  const columns = [...cells.keys()].map((name) => columnNamed(name)!);
  return statementsOf({ columns, rows: [{ at: row, cells: [...cells.values()] }] });
}
