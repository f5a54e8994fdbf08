import type { ClientSession } from 'mongodb';
import { NarrativeVersionModel, type NarrativeVersionRecord } from '../../../../models/NarrativeVersion.ts';
import type { House } from '../../../core/house.ts';
import type { BuriedMoment } from '../../../live/redaction/redacting.ts';
import { blot } from '../../../live/remarks/blotting.ts';
import { sealVersionName } from '../history/queries.ts';

/** The moments of a case's text that have a name; those that were put aside too, since they can be put back. */
export async function namedMoments(caseId: string, session: ClientSession): Promise<number[]> {
  const records = await NarrativeVersionModel.find({ case: caseId }, { sequence: 1 })
    .session(session)
    .lean<NarrativeVersionRecord[]>();
  return [...new Set(records.map(({ sequence }) => sequence))];
}

/** A version keeps the hash of what it was before it was first touched. */
export async function buryVersions(
  caseId: string,
  buried: BuriedMoment[],
  redaction: { id: string; at: Date },
  session: ClientSession,
): Promise<void> {
  for (const { sequence, hash } of buried) {
    const whole = { case: caseId, sequence, tombstone: { $exists: false } };
    const tombstone = { hash, at: redaction.at, redaction: redaction.id };
    await NarrativeVersionModel.updateMany(whole, { $set: { tombstone } }, { session });
  }
}

/** Names that a backup brought back, and that nobody knows any more whether they say redacted words. */
export async function blotWaitingNames(house: House, caseId: string, session: ClientSession): Promise<void> {
  const waiting = { case: caseId, isWaiting: true };
  const cipher = await house.keys.cipher(caseId);
  const records = await NarrativeVersionModel.find(waiting).session(session).lean<NarrativeVersionRecord[]>();
  for (const { _id } of records) {
    const change = { $set: { name: sealVersionName(cipher, _id, blot) }, $inc: { 'fields.name.version': 1 } };
    await NarrativeVersionModel.updateOne({ _id }, { ...change, $unset: { isWaiting: '' } }, { session });
  }
}
