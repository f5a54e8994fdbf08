import type { Db, Document } from 'mongodb';

interface Row extends Document {
  _id: string;
}

/** Where what is replaced and what was restored is found. */
interface Names {
  replaced(name: string): string;
  restored(name: string): string;
}

/**
 * Words that were redacted since a backup are in it. What says so is taken along and marked, so that whoever opens the
 * database redacts them again, with the keys that are not here, and nobody reads them before. What was said about the text, and what moments of it were
 * called, is not looked through again: it is taken along as it was left. May be repeated.
 * @returns how many redactions are to be made again
 */
export async function redactionsAgain(db: Db, names: Names): Promise<number> {
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
    await takeAlong(db, names, record.document);
    await to.insertOne({ ...record, isWaiting: true });
    count += 1;
  }
  return count;
}

interface Said extends Row {
  answers: { id: string; words: unknown }[];
  turns: { id: string; reason: unknown }[];
}

/**
 * The words of comments, suggestions and names in the backup, as they are in what is replaced: sealed in the same place
 * under the same key. A name that said redacted words may have been another by the time they were redacted, so all of
 * them are. What was done with them since the backup stays undone.
 */
async function takeAlong(db: Db, { replaced, restored }: Names, document: string): Promise<void> {
  const remarks = db.collection<Said>(restored('liveremarks'));
  for await (const now of db.collection<Said>(replaced('liveremarks')).find({ document })) {
    const then = await remarks.findOne({ _id: now._id });
    if (!then) continue;
    const { passage, words, proposal } = now;
    const answers = withTextsOf(then.answers, now.answers);
    const turns = withTextsOf(then.turns, now.turns);
    const set = { passage, words, ...(proposal ? { proposal } : {}), answers, turns };
    await remarks.updateOne({ _id: now._id }, { $set: set, $inc: { revision: 1 } });
  }
  const versions = db.collection<Row>(restored('narrativeversions'));
  const documentId = document.slice(document.indexOf(':') + 1);
  for await (const { _id, name, fields } of db
    .collection<Row>(replaced('narrativeversions'))
    .find({ case: documentId }))
    await versions.updateOne({ _id }, { $set: { name, 'fields.name': fields.name } });
}

/** What was there at the backup, with the words it has now. */
function withTextsOf<T extends { id: string }>(then: T[], now: T[]): T[] {
  const texts = new Map(now.map((one) => [one.id, one]));
  return then.map((one) => texts.get(one.id) ?? one);
}
