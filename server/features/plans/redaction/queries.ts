import type { House } from '../../../core/house.ts';
import { type CaseAccess, mayWriteRecords } from '../../cases/policy.ts';
import { type ProseRedaction, redactionsIn } from '../../prose/redaction/queries.ts';
import { mustRead, versionsOf } from '../history/queries.ts';
import { recordsOf } from '../queries.ts';
import { planRemarks } from '../remarks/queries.ts';

/** The newest first. @throws KeyUnavailable */
export async function redactionsOf(house: House, access: CaseAccess): Promise<ProseRedaction[]> {
  mustRead(access);
  return redactionsIn(house, await house.keys.cipher(access.caseId), `plan:${access.caseId}`);
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
