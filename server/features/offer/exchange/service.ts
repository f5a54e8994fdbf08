import { OfferImportModel, type OfferImportRecord } from '../../../../models/OfferImport.ts';
import { OfferImportRowModel } from '../../../../models/OfferImportRow.ts';
import { Conflict } from '../../../core/errors.ts';
import type { House } from '../../../core/house.ts';
import type { Language } from '../../../core/i18n.ts';
import { Restored } from '../../../core/restorations.ts';
import type { Unit } from '../../../core/unitOfWork.ts';
import type { Maintainer } from '../upkeep/queries.ts';
import { Broken } from './broken.ts';
import type { PlannedRows } from './jobs.ts';
import { Running } from './running.ts';
import { checkFile } from './thread.ts';

/** After this long without a word from whoever was at work, the work counts as interrupted. Milliseconds. */
export const silence = 30_000;

const isAtWork = (state: OfferImportRecord['state']): boolean =>
  state === 'reading' || state === 'running' || state === 'undoing';

/** Whether it stopped in the middle: the server was restarted, or the store failed. */
export const isInterrupted = ({ state, heard }: OfferImportRecord, now: Date): boolean =>
  isAtWork(state) && (heard === null || now.getTime() - heard.getTime() > silence);

/** Reads a file behind the scenes; what comes of it stands in the import. Never throws. */
export async function readInBackground(
  house: House,
  record: OfferImportRecord,
  file: { bytes: Uint8Array; person: Maintainer; language: Language },
): Promise<void> {
  const { bytes, person, language } = file;
  const importer = {
    person: { id: person.id, affiliations: person.affiliations },
    platform: record.platform,
    importId: record._id,
  };
  const job = { uri: house.storeUri, language, bytes, importer, now: house.clock.now() };
  try {
    const summary = await checkFile(job, (rows) => keepRows(house, record._id, rows));
    await told(house, record, { ...summary, state: 'waiting' });
  } catch (error) {
    if (error instanceof Broken)
      return void (await told(house, record, { state: 'refused', told: error.told }).catch(() => {}));
    fault(house, error);
    const sentence = { key: 'exchange.broken.fault' };
    await told(house, record, { state: 'refused', told: sentence }).catch(() => {});
  }
}

/** As plain documents: what comes from the thread was made by our own code and is shown to its sender only. */
function keepRows(house: House, importId: string, rows: PlannedRows): Promise<void> {
  const documents = rows.map((row) => ({
    _id: `${importId}:${row.row}`,
    import: importId,
    left: false,
    ...row,
  }));
  return house.fence.through(async (session) => {
    await OfferImportRowModel.collection.insertMany(documents as never[], { session });
    const heard = house.clock.now();
    await OfferImportModel.updateOne({ _id: importId }, { $set: { heard } }, { session });
  });
}

function told(house: House, { _id, by, body }: OfferImportRecord, set: Partial<OfferImportRecord>) {
  const draft = {
    name: 'import.read',
    actor: { personId: by, bodyId: body },
    record: { type: 'import', id: _id },
    details: { state: set.state ?? '' },
  };
  return house.unitOfWork.do(draft, async ({ session }) => {
    await OfferImportModel.updateOne(
      { _id, state: 'reading' },
      { $set: { ...set, heard: null } },
      { session },
    );
    return null;
  });
}

/** Whether it can be begun: it waits, or was stopped before all of it was in. */
export const isStartable = ({ state, cancelled }: OfferImportRecord): boolean =>
  state === 'waiting' || (state === 'done' && cancelled);

/** Takes over an import that waits, or that nobody was heard of. @throws Conflict */
export async function takeOver(
  unit: Unit,
  record: OfferImportRecord,
  { state, worker }: { state: 'running' | 'undoing'; worker: string },
): Promise<{ worker: string }> {
  const isOpen =
    (state === 'running' ? isStartable(record) : record.state === 'done') ||
    (record.state === state && isInterrupted(record, unit.now));
  if (!isOpen) throw new Conflict('exchange.errors.notNow');
  // One that was told to stop and then interrupted still stops; one that is begun again was not told so.
  const isAnew = record.state !== state || state === 'undoing';
  const taken = await OfferImportModel.updateOne(
    { _id: record._id, state: record.state, worker: record.worker },
    { $set: { state, worker, heard: unit.now, ...(isAnew ? { cancelled: false } : {}) } },
    { session: unit.session },
  );
  if (taken.matchedCount !== 1) throw new Conflict('exchange.errors.notNow');
  return { worker };
}

/** Goes on behind the scenes; whatever fails, what was written stays found and can be continued or undone. */
export function workInBackground(
  house: House,
  record: OfferImportRecord,
  person: Maintainer,
  { worker, state }: { worker: string; state: 'running' | 'undoing' },
): void {
  const running = new Running(house, record, { id: person.id, affiliations: person.affiliations }, worker);
  const work = state === 'running' ? running.run() : running.undo();
  work.catch((error: unknown) => fault(house, error));
}

/** By its kind only: what the store says of a fault may hold what somebody wrote. */
function fault(house: House, error: unknown): void {
  if (error instanceof Restored) return;
  const kind = error instanceof Error ? error.name : 'unknown';
  const at = error instanceof Error ? (error.stack ?? '').split('\n').slice(1, 6).join('\n') : '';
  house.logger.error({ kind, at }, 'an import stopped');
}
