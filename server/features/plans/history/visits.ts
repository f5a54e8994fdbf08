import { NarrativeVisitModel, type NarrativeVisitRecord } from '../../../../models/NarrativeVisit.ts';
import type { House } from '../../../core/house.ts';
import { createLog } from '../../../live/log.ts';
import { type CaseAccess, mayWriteNarrative } from '../../cases/policy.ts';
import { historyOf, lastMoment } from './queries.ts';

/** Somebody who was away for so long comes back for another visit, in milliseconds. */
const away = 30 * 60_000;
/** Longer histories take a moment to read; the page of the plan does not wait for them. */
const countedUpTo = 5000;

/** What others changed in the text since somebody's visit before this one. */
export interface News {
  from: number;
  to: number;
  /** When the visit before ended. */
  since: Date;
  /** When the last of it was written. */
  at: Date;
  /** Who, the last one first. */
  people: string[];
  /** In how many passages; null when it was not counted. */
  passages: number | null;
}

const idOf = (caseId: string, personId: string): string => `${caseId}/${personId}`;

/** Notes that somebody has the text before them, up to a commit; answers the visit as it is now. */
async function noteVisit(
  house: House,
  caseId: string,
  personId: string,
  sequence: number,
  isEnding = false,
): Promise<NarrativeVisitRecord> {
  const _id = idOf(caseId, personId);
  const known = await NarrativeVisitModel.findById(_id).lean<NarrativeVisitRecord>();
  const at = house.clock.now();
  const isNew = !known || (!isEnding && at.getTime() - known.at.getTime() > away);
  const begun = { from: known?.sequence ?? sequence, before: known?.at ?? null };
  const change = { case: caseId, person: personId, sequence, at, ...(isNew ? begun : {}) };
  await NarrativeVisitModel.updateOne({ _id }, { $set: change }, { upsert: true });
  return { ...known, _id, ...begun, ...(isNew ? {} : { from: known.from, before: known.before }), ...change };
}

/** Somebody closed the text: what was written until now they had before them. */
export async function endVisit(house: House, caseId: string, personId: string): Promise<void> {
  await noteVisit(
    house,
    caseId,
    personId,
    await createLog(house.connection).lastSequence(`plan:${caseId}`),
    true,
  );
}

/** Begins a visit, or goes on with it; null when others changed nothing since the one before. */
export async function newsFor(house: House, access: CaseAccess): Promise<News | null> {
  if (!mayWriteNarrative(access)) return null;
  const { caseId, personId } = access;
  const to = await lastMoment(house, access);
  const { from, before } = await noteVisit(house, caseId, personId, to);
  if (!before || from >= to) return null;
  const commits = await createLog(house.connection).entriesAfter(`plan:${caseId}`, from);
  const others = commits.filter(({ entries }) => entries.some((entry) => entry.personId !== personId));
  const last = others.at(-1);
  if (!last) return null;
  const people = others
    .flatMap(({ entries }) => entries.map((entry) => entry.personId))
    .filter((one) => one !== personId);
  const passages = to > countedUpTo ? null : await countPassages(house, access, from, to);
  if (passages === 0) return null; // written and deleted again, or only marks
  return { from, to, since: before, at: last.at, people: [...new Set(people.reverse())], passages };
}

async function countPassages(
  house: House,
  access: CaseAccess,
  from: number,
  to: number,
): Promise<number | null> {
  try {
    const { tally } = await historyOf(house, access, { kind: 'comparison', from, to, part: 1 });
    return Object.values(tally)
      .flat()
      .filter((one) => one.personId !== access.personId)
      .reduce((sum, one) => sum + one.passages, 0);
  } catch (err) {
    // The text says by itself that it cannot be opened; the plan's records are there all the same.
    house.logger.error({ err }, 'the changes since a visit could not be counted');
    return null;
  }
}
