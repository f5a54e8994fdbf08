import type { Connection, Model } from 'mongoose';
import { CareModuleModel } from '../../../models/CareModule.ts';
import { CareUnitModel } from '../../../models/CareUnit.ts';
import { ModuleTypeModel } from '../../../models/ModuleType.ts';
import { OrganisationModel } from '../../../models/Organisation.ts';
import { PlatformModel } from '../../../models/Platform.ts';
import { SiteModel } from '../../../models/Site.ts';
import { readReferenceFiles } from './referenceFiles.ts';
import { type Draft, type ReferenceRecords, referenceRecords } from './referenceRecords.ts';

/** Records that are written at once: small enough to show progress, large enough to be quick. */
const batch = 25;

/** Says which version of the reference data is complete in this database. */
interface Mark {
  _id: 'offer';
  version: string;
}

// biome-ignore lint/suspicious/noExplicitAny: the models differ in their record, which plays no part here
const models: { [Part in keyof ReferenceRecords]: Model<any> } = {
  platforms: PlatformModel,
  moduleTypes: ModuleTypeModel,
  organisations: OrganisationModel,
  sites: SiteModel,
  careUnits: CareUnitModel,
  careModules: CareModuleModel,
};

/**
 * Loads the reference data that comes with the program: platforms, module types and the first care offer. A record
 * that is there already is left as people made it. Killed half-way, the next call completes what is missing; when
 * this version is complete already, the call costs one read.
 * @param onProgress told after each batch, with the number of records done and the part they belong to.
 */
export async function loadReferenceData(
  connection: Connection,
  onProgress: (done: number, total: number, what: string) => void,
): Promise<{ loaded: boolean }> {
  const files = readReferenceFiles();
  const marks = connection.collection<Mark>('referencemarks');
  const mark = await marks.findOne({ _id: 'offer' });
  if (mark?.version === files.version) return { loaded: false };

  const records = referenceRecords(files);
  const parts = Object.entries(records) as [keyof ReferenceRecords, Draft[]][];
  const total = parts.reduce((sum, [, drafts]) => sum + drafts.length, 0);
  let done = 0;
  for (const [part, drafts] of parts) {
    for (let start = 0; start < drafts.length; start += batch) {
      const some = drafts.slice(start, start + batch);
      await insertMissing(connection, models[part], some);
      done += some.length;
      onProgress(done, total, nameOf(part));
    }
  }
  // Last of all: as long as the mark is not there, the next start tries again.
  await marks.updateOne({ _id: 'offer' }, { $set: { version: files.version } }, { upsert: true });
  return { loaded: true };
}

/** `careUnits` for whoever reads along: care units. */
const nameOf = (part: string): string => part.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

async function insertMissing(connection: Connection, model: Model<unknown>, drafts: Draft[]): Promise<void> {
  const operations = await Promise.all(
    drafts.map(async (draft) => {
      const record = new model(draft);
      await record.validate();
      const { _id, ...fields } = record.toObject() as unknown as Draft;
      return { updateOne: { filter: { _id }, update: { $setOnInsert: fields }, upsert: true } };
    }),
  );
  await connection
    .collection<Draft>(model.collection.collectionName)
    .bulkWrite(operations, { ordered: false });
}
