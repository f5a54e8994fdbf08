import type { ClientSession } from 'mongodb';
import { NarrativeVersionModel, type NarrativeVersionRecord } from '../../../../models/NarrativeVersion.ts';
import { NotFound } from '../../../core/errors.ts';
import type { House } from '../../../core/house.ts';
import type { Cipher } from '../../../core/keys.ts';
import { openText, sealText } from '../../../core/sealing.ts';
import type { AnswerTo, Question } from '../../../live/history/questions.ts';
import { createLog } from '../../../live/log.ts';
import { createEpochs } from '../../../live/redaction/epochs.ts';
import { type CaseAccess, mayWriteNarrative } from '../../cases/policy.ts';
import { bytes } from '../../cases/queries.ts';

/** The shared text and its history are for those the client shares it with; for others they are not there. */
export function mustRead(access: CaseAccess): void {
  if (!mayWriteNarrative(access)) throw new NotFound();
}

/** @throws NotFound, KeyUnavailable, Unreadable */
export async function historyOf<Q extends Question>(
  house: House,
  access: CaseAccess,
  question: Q,
): Promise<AnswerTo<Q>> {
  mustRead(access);
  return house.live.history('plan', access.caseId, question);
}

/** The number of the last commit; 0 when nobody wrote yet. */
export function lastMoment(house: House, access: CaseAccess): Promise<number> {
  mustRead(access);
  return createLog(house.connection).lastSequence(`plan:${access.caseId}`);
}

/** In which epoch a write that keeps something of the text begins. @throws NotFound, Unreadable */
export function textEpoch(house: House, access: CaseAccess): Promise<number> {
  mustRead(access);
  return createEpochs(house.connection).now(`plan:${access.caseId}`);
}

/**
 * Of these cases' texts those in which words were redacted, by case, with the number of the commit from which on a copy
 * no longer holds them. Checks no access: the caller has.
 */
export async function redactedTexts(
  house: House,
  caseIds: readonly string[],
): Promise<Record<string, number>> {
  const begun = await createEpochs(house.connection).begun(caseIds.map((id) => `plan:${id}`));
  return Object.fromEntries([...begun].map(([name, epoch]) => [name.slice('plan:'.length), epoch]));
}

/** A moment with a name. */
export interface Version {
  id: string;
  name: string;
  sequence: number;
  fields: NarrativeVersionRecord['fields'];
  createdAt: Date;
  createdBy: string;
  removedAt: Date | null;
  /** What it was, when words of that moment were redacted since. */
  tombstone: { hash: string; at: Date } | null;
}

const placeOf = (id: string): string => `narrativeversions:${id}:name`;

export const sealVersionName = (cipher: Cipher, id: string, name: string): Buffer =>
  sealText(cipher, name, placeOf(id));

/** In the order of the moments, those that were put aside too. @throws KeyUnavailable */
export async function versionsOf(house: House, access: CaseAccess): Promise<Version[]> {
  mustRead(access);
  const cipher = await house.keys.cipher(access.caseId);
  const records = await NarrativeVersionModel.find({ case: access.caseId })
    .sort({ sequence: 1, createdAt: 1 })
    .lean<NarrativeVersionRecord[]>();
  return records.map((record) => openVersion(cipher, record));
}

export const openVersion = (cipher: Cipher, record: NarrativeVersionRecord): Version => ({
  id: record._id,
  name: openText(cipher, bytes(record.name), placeOf(record._id)),
  sequence: record.sequence,
  fields: record.fields,
  createdAt: record.createdAt,
  createdBy: record.createdBy,
  removedAt: record.removedAt ?? null,
  tombstone: record.tombstone ? { hash: record.tombstone.hash, at: record.tombstone.at } : null,
});

/** One version of this case, inside the caller's transaction; null when it is not of this case. */
export async function versionIn(
  house: House,
  access: CaseAccess,
  versionId: string,
  session: ClientSession,
): Promise<Version | null> {
  mustRead(access);
  const record = await NarrativeVersionModel.findOne({ _id: versionId, case: access.caseId })
    .session(session)
    .lean<NarrativeVersionRecord>();
  return record ? openVersion(await house.keys.cipher(access.caseId), record) : null;
}
