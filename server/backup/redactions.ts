import type { Db, Document } from 'mongodb';
import { blot } from '../live/remarks/blotting.ts';

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
    if (record.remarks) await markUnknown(db, names, record as Redaction);
    await to.insertOne({ ...record, isWaiting: true });
    count += 1;
  }
  return count;
}

interface Redaction extends Row {
  document: string;
  /** What said the words; absent where only the text was redacted. */
  remarks: { id: string; texts: string[] }[];
}

/** A remark on minutes; not sealed, as nothing of a client stands there. */
interface Amended extends Row {
  text: string;
  answer: string;
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
    const waits = now.waiting ? { waiting: now.waiting } : {};
    const set = { passage, words, ...(proposal ? { proposal } : {}), answers, turns, ...waits };
    await remarks.updateOne({ _id: now._id }, { $set: set, $inc: { revision: 1 } });
  }
  const versions = db.collection<Row>(restored('narrativeversions'));
  const own = { case: subjectOf(document) };
  for await (const now of db.collection<Row>(replaced('narrativeversions')).find(own)) {
    const { _id, name, fields, isWaiting } = now;
    const set = { name, 'fields.name': fields.name, ...(isWaiting ? { isWaiting } : {}) };
    await versions.updateOne({ _id }, { $set: set });
  }
  const amendments = db.collection<Amended>(restored('amendments'));
  const about = { item: subjectOf(document) };
  for await (const now of db.collection<Amended>(replaced('amendments')).find(about)) {
    const then = await amendments.findOne({ _id: now._id });
    if (!then) continue;
    const set = { text: now.text, answer: then.answer === '' ? '' : now.answer };
    await amendments.updateOne({ _id: now._id }, { $set: set });
  }
}

/** Id of the case or the agenda item that a document is of. */
const subjectOf = (document: string): string => document.slice(document.indexOf(':') + 1);

/**
 * What is replaced may itself be a backup that was restored, from before something in this one was said. Of that no
 * redacted wording is left anywhere: it is marked, and says nothing any more once there are keys.
 */
async function markUnknown(
  db: Db,
  { replaced, restored }: Names,
  { document, remarks }: Redaction,
): Promise<void> {
  const isKnown = async (name: string, _id: string): Promise<boolean> =>
    (await db.collection<Row>(replaced(name)).findOne({ _id })) !== null;
  const said = db.collection<Row & { waiting: string[] }>(restored('liveremarks'));
  for (const { id, texts } of remarks) {
    if (await isKnown('liveremarks', id)) continue;
    await said.updateOne({ _id: id }, { $addToSet: { waiting: { $each: texts } } });
  }
  const amendments = db.collection<Amended>(restored('amendments'));
  for (const { id, texts } of remarks) {
    if (await isKnown('amendments', id)) continue;
    await amendments.updateOne({ _id: id }, { $set: Object.fromEntries(texts.map((one) => [one, blot])) });
  }
  // A name may have been another by the time the words were redacted, so any of these may say them.
  const named = db.collection<Row>(restored('narrativeversions'));
  for await (const { _id } of named.find({ case: subjectOf(document) }, { projection: { _id: 1 } }))
    if (!(await isKnown('narrativeversions', _id)))
      await named.updateOne({ _id }, { $set: { isWaiting: true } });
}

/** What was there at the backup, with the words it has now. */
function withTextsOf<T extends { id: string }>(then: T[], now: T[]): T[] {
  const texts = new Map(now.map((one) => [one.id, one]));
  return then.map((one) => texts.get(one.id) ?? one);
}
