import { randomUUID } from 'node:crypto';
import { OfferImportModel, type OfferImportRecord, rowOutcomes } from '../../../../models/OfferImport.ts';
import { type Answer, fragment, redirect } from '../../../core/answers.ts';
import { Conflict, Invalid } from '../../../core/errors.ts';
import { brusselsDay } from '../../../core/i18n.ts';
import { leaveNotice } from '../../../core/notices.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { type Upload, uploadOf } from '../../../core/uploads.ts';
import { paths } from '../../../paths.ts';
import { platformsOf } from './actions.ts';
import { keepChoices } from './choices.ts';
import type { ChoicesInput, ExportInput, ImportInput, RowsInput } from './forms.ts';
import { importPage, importsPage, progressView } from './pages.ts';
import { requireImport } from './queries.ts';
import { scopeNamed } from './scopes.ts';
import { readInBackground, takeOver, workInBackground } from './service.ts';
import { makeFile } from './thread.ts';

const types = {
  csv: 'text/csv; charset=utf-8',
  legend: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

export async function exportOffer(visit: SignedInVisit<ExportInput>): Promise<Answer> {
  const { of, format } = visit.input;
  const scope = await scopeNamed(visit.person, of);
  const { organisations, withNobody } = scope;
  const { language, house } = visit;
  const body = await makeFile({ uri: house.storeUri, language, organisations, withNobody, format });
  await visit.seen({
    record: { type: 'offer', id: of },
    details: { format, organisations: organisations.length },
  });
  const name = format === 'legend' ? 'schakel-legend' : 'schakel-offer';
  const ending = format === 'xlsx' ? 'xlsx' : 'csv';
  const day = brusselsDay(visit.now);
  return { kind: 'file', name: `${name}-${day}.${ending}`, type: types[format], body };
}

export const showImports = (visit: SignedInVisit<unknown>): Promise<Answer> => importsPage(visit);

/** @throws Invalid beside the field of the file. */
function fileIn(visit: SignedInVisit<unknown>): Upload {
  const upload = uploadOf(visit.request);
  if (upload?.isTooLarge) throw new Invalid({ file: 'exchange.errors.tooLarge' });
  if (!upload || upload.bytes.length === 0) throw new Invalid({ file: 'exchange.errors.noFile' });
  return upload;
}

/** Takes a file in; what it would do is worked out while the visitor waits on its page. */
export async function send(visit: SignedInVisit<ImportInput>): Promise<Answer> {
  const upload = fileIn(visit);
  const platforms = platformsOf(visit.person);
  const { platform = platforms.length === 1 ? platforms[0] : undefined } = chosen(visit.input, platforms);
  const record: OfferImportRecord = {
    ...{ _id: randomUUID(), by: visit.person.id, at: visit.now, fileName: upload.name, hash: upload.hash },
    body: platform ?? visit.person.affiliations[0]?.bodyId ?? '',
    platform: platform ?? null,
    ...{ state: 'reading', told: null, groups: [], worker: null, heard: visit.now, cancelled: false },
    ...{ left: 0, finished: null },
    counts: Object.fromEntries(rowOutcomes.map((one) => [one, 0])) as OfferImportRecord['counts'],
  };
  const about = { record: { type: 'import', id: record._id }, bodyId: record.body };
  const made = await visit.act(about, async ({ session }) => {
    await OfferImportModel.create([record], { session });
    return { id: record._id };
  });
  const { person, language } = visit;
  // A repeat of the same form finds the first one's import.
  if (made.id === record._id)
    void readInBackground(visit.house, record, { bytes: upload.bytes, person, language });
  return redirect(paths.upkeepImport({ id: made.id }));
}

function chosen({ platform }: ImportInput, platforms: string[]): { platform?: string } {
  if (platform === '') return {};
  if (!platforms.includes(platform)) throw new Invalid({ platform: 'forms.invalid' });
  return { platform };
}

export const showImport = (visit: SignedInVisit<RowsInput>): Promise<Answer> => importPage(visit);

/** The page of conflicts again, with what was chosen and what is wrong with it. */
export const showConflicts = (visit: SignedInVisit<ChoicesInput>): Promise<Answer> =>
  importPage({ ...visit, input: { rows: 'conflict', page: pageIn(visit) } });

const pageIn = ({ input, refused }: SignedInVisit<ChoicesInput>): number =>
  Number(input?.page ?? refused?.values.page) || 1;

/** Keeps which of two values disputed fields get; nothing of it is written before the import is begun. */
export async function choose(visit: SignedInVisit<ChoicesInput>): Promise<Answer> {
  const record = await requireImport(visit.person, visit.params.id);
  const about = { record: { type: 'import', id: record._id }, bodyId: record.body };
  const { isOpen } = await visit.act(about, (unit) => keepChoices(unit, record, visit.input));
  leaveNotice(visit, 'exchange.chosen');
  const address = paths.upkeepImport({ id: record._id }, { rows: 'conflict', page: pageIn(visit) });
  return redirect(isOpen ? `${address}#rows` : address);
}

/** The part of the page that changes while something runs. */
export async function showProgress(visit: SignedInVisit): Promise<Answer> {
  const record = await requireImport(visit.person, visit.params.id);
  return fragment('offer/exchange/_progress', { progress: progressView(record, visit) });
}

const begin =
  (state: 'running' | 'undoing') =>
  async (visit: SignedInVisit): Promise<Answer> => {
    const record = await requireImport(visit.person, visit.params.id);
    const about = { record: { type: 'import', id: record._id }, bodyId: record.body };
    const worker = randomUUID();
    const taken = await visit.act(about, (unit) => takeOver(unit, record, { state, worker }));
    // A repeat of the same form finds the first one at work.
    if (taken.worker === worker) workInBackground(visit.house, record, visit.person, { worker, state });
    return redirect(paths.upkeepImport({ id: record._id }));
  };

export const run = begin('running');
export const undo = begin('undoing');

/** Stops after what is being written now; of an organisation that is half in, nothing stays. */
export async function stop(visit: SignedInVisit): Promise<Answer> {
  const record = await requireImport(visit.person, visit.params.id);
  const about = { record: { type: 'import', id: record._id }, bodyId: record.body };
  await visit.act(about, async ({ session }) => {
    const set = { $set: { cancelled: true } };
    const asked = await OfferImportModel.updateOne({ _id: record._id, state: 'running' }, set, { session });
    if (asked.matchedCount !== 1) throw new Conflict('exchange.errors.notNow');
    return null;
  });
  return redirect(paths.upkeepImport({ id: record._id }));
}

/** The addresses forms are sent to, opened by hand. */
export const toImport = (visit: SignedInVisit): Answer =>
  redirect(paths.upkeepImport({ id: visit.params.id ?? '' }));
