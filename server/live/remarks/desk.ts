import type { ClientSession } from 'mongodb';
import {
  LiveRemarkModel,
  type LiveRemarkRecord,
  type RemarkHand,
  type RemarkKind,
} from '../../../models/LiveRemark.ts';
import { Conflict, NotFound } from '../../core/errors.ts';
import type { Unit } from '../../core/unitOfWork.ts';
import type { LiveFeature, LiveRights } from '../feature.ts';
import { keepsNothingRedacted } from '../redaction/epochs.ts';
import { openRemark, type Remark } from './records.ts';

/**
 * What is said about one document, by one person. The feature decides the rights, freshly for every call: nothing here
 * is done or read without the one it needs, and without it the remark is not there.
 */
export interface Desk {
  feature: LiveFeature;
  documentId: string;
  rights: LiveRights;
  personId: string;
  /** For whom this person speaks here. */
  organisationId: string;
}

/** A desk at which something is written. */
export interface WritingDesk extends Desk {
  /** The epoch of the document in which it was begun: once words were redacted, nothing of it is kept. */
  epoch: number;
}

export const nameOf = ({ feature, documentId }: Desk): string => `${feature.kind}:${documentId}`;

/** @throws NotFound without these rights, and without reading in any case. */
export function must({ rights }: Desk, ...needed: (keyof LiveRights)[]): void {
  if (!rights.read || !needed.every((right) => rights[right])) throw new NotFound();
}

export const handOf = (desk: Desk, unit: Unit): RemarkHand => ({
  by: desk.personId,
  organisation: desk.organisationId,
  at: unit.now,
});

/** Everything that was said, in the order it was; nothing for who may not read. @throws KeyUnavailable */
export async function remarksOf(desk: Desk): Promise<Remark[]> {
  if (!desk.rights.read) return [];
  const cipher = await desk.feature.cipher(desk.documentId);
  const records = await LiveRemarkModel.find({ document: nameOf(desk) })
    .sort({ at: 1, _id: 1 })
    .lean<LiveRemarkRecord[]>();
  return records.map((record) => openRemark(cipher, record));
}

/** One remark of this document and kind, inside the caller's transaction. @throws NotFound */
export async function remarkIn(
  desk: Desk,
  kind: RemarkKind,
  id: string,
  session: ClientSession,
): Promise<Remark> {
  const record = await LiveRemarkModel.findOne({ _id: id, document: nameOf(desk), kind })
    .session(session)
    .lean<LiveRemarkRecord>();
  if (!record) throw new NotFound();
  return openRemark(await desk.feature.cipher(desk.documentId), record);
}

/** Keeps what is written here and now from being kept beside a redaction. @throws Conflict */
export const holdEpoch = (desk: WritingDesk, { session }: Unit): Promise<void> =>
  keepsNothingRedacted(LiveRemarkModel.db, nameOf(desk), desk.epoch, session);

/** Writes a change of one remark that nobody else changed since it was read in this transaction. @throws Conflict */
export async function change(
  desk: WritingDesk,
  unit: Unit,
  remark: Remark,
  update: { $push?: object; $set?: object },
): Promise<void> {
  const found = await LiveRemarkModel.updateOne(
    { _id: remark.id, revision: remark.revision },
    { ...update, $inc: { revision: 1 } } as never,
    { session: unit.session },
  );
  if (found.matchedCount === 0) throw new Conflict('live.remarks.errors.meanwhile');
  await holdEpoch(desk, unit);
}
