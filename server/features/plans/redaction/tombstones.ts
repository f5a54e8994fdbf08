import type { ClientSession } from 'mongodb';
import { NarrativeVersionModel, type NarrativeVersionRecord } from '../../../../models/NarrativeVersion.ts';
import type { BuriedMoment } from '../../../live/redaction/redacting.ts';

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
