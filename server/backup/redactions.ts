import type { Db, Document } from 'mongodb';

interface Row extends Document {
  _id: string;
}

/**
 * Words that were redacted since a backup are in it. What says so is taken along and marked, so that whoever opens the
 * database redacts them again, with the keys that are not here, and nobody reads them before. May be repeated.
 * @param names where what is replaced and what was restored is found
 * @returns how many redactions are to be made again
 */
export async function redactionsAgain(
  db: Db,
  names: { replaced(name: string): string; restored(name: string): string },
): Promise<number> {
  const from = db.collection<Row>(names.replaced('liveRedactions'));
  const to = db.collection<Row>(names.restored('liveRedactions'));
  const updates = db.collection<Row>(names.restored('liveUpdates'));
  const epochs = db.collection<Row>(names.restored('liveEpochs'));
  let count = 0;
  for await (const record of from.find({})) {
    // Known to the backup: then its words are not in it. Of a document that began later nothing is in it.
    if (await to.findOne({ _id: record._id })) continue;
    if (!(await updates.findOne({ document: record.document }))) continue;
    // First the document is closed: in whichever step this ends, nobody reads it before its words are gone.
    await epochs.updateOne(
      { _id: record.document },
      { $set: { isWaiting: true }, $setOnInsert: { epoch: 0 } },
      { upsert: true },
    );
    await to.insertOne({ ...record, isWaiting: true });
    count += 1;
  }
  return count;
}
