import { type LiveRedactionRecord, liveRedactionsOf } from '../../../../models/LiveRedaction.ts';
import type { House } from '../../../core/house.ts';
import type { Cipher } from '../../../core/keys.ts';
import { openText, sealText } from '../../../core/sealing.ts';
import { type CaseAccess, mayWriteRecords } from '../../cases/policy.ts';
import { bytes } from '../../cases/queries.ts';
import { mustRead, versionsOf } from '../history/queries.ts';
import { recordsOf } from '../queries.ts';
import { planRemarks } from '../remarks/queries.ts';

/** That something was redacted, for everyone who reads the text. */
export interface PlanRedaction {
  id: string;
  at: Date;
  personId: string;
  organisationId: string;
  reason: string;
}

const placeOf = (id: string): string => `liveRedactions:${id}:reason`;

export const sealReason = (cipher: Cipher, id: string, reason: string): Buffer =>
  sealText(cipher, reason, placeOf(id));

/** The newest first. @throws KeyUnavailable */
export async function redactionsOf(house: House, access: CaseAccess): Promise<PlanRedaction[]> {
  mustRead(access);
  const cipher = await house.keys.cipher(access.caseId);
  const records = await liveRedactionsOf(house.connection)
    .find({ document: `plan:${access.caseId}` }, { stretches: 0 })
    .sort({ at: -1 })
    .lean<LiveRedactionRecord[]>();
  return records.map(({ _id, at, personId, organisationId, reason }) => ({
    id: _id,
    at,
    personId,
    organisationId,
    reason: openText(cipher, bytes(reason), placeOf(_id)),
  }));
}

/** Every text in a record, however deep. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (value === null || typeof value !== 'object' || value instanceof Date) return [];
  return Object.values(value).flatMap(textsIn);
}

/** Where else these words stand now, which redacting the text does not change: names of versions it does. */
export async function elsewhere(
  house: House,
  access: CaseAccess,
  words: string[],
): Promise<{ goals: number; actions: number; names: number; remarks: number }> {
  const hasOne = (texts: string[]): boolean =>
    texts.some((text) => words.some((word) => text.includes(word)));
  const { goals, removedGoals, removedActions } = await recordsOf(house, access);
  const actions = [...goals.flatMap((goal) => goal.actions), ...removedActions];
  const count = (list: { values: object }[]): number =>
    list.filter(({ values }) => hasOne(Object.values(values).map(String))).length;
  const versions = await versionsOf(house, access);
  const remarks = await planRemarks(house, access);
  return {
    goals: mayWriteRecords(access) ? count([...goals, ...removedGoals]) : 0,
    actions: mayWriteRecords(access) ? count(actions) : 0,
    names: versions.filter(({ name }) => hasOne([name])).length,
    remarks: remarks.filter((remark) => hasOne(textsIn(remark))).length,
  };
}
