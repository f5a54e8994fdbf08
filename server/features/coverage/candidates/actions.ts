import { randomUUID } from 'node:crypto';
import {
  CandidateDismissalModel,
  type CandidateDismissalRecord,
} from '../../../../models/CandidateDismissal.ts';
import { Conflict, Forbidden, Invalid } from '../../../core/errors.ts';
import { brusselsDay } from '../../../core/i18n.ts';
import type { Person } from '../../../core/person.ts';
import type { Unit } from '../../../core/unitOfWork.ts';
import { freshFrom } from '../weighing.ts';
import { mayDismissFor } from './policy.ts';

type Writer = Pick<Person, 'id' | 'affiliations'>;

/** A year at most: what nobody looks at again is forgotten, not decided. */
export const latestDay = (today: string): string => freshFrom(today, -12);

export interface Said {
  platform: string;
  key: string;
  why: string;
  until: string;
  verdict: string | null;
}

const currentOf = (platform: string, key: string, { session }: Unit) =>
  CandidateDismissalModel.findOne({ platform, key, isCurrent: true })
    .session(session)
    .lean<CandidateDismissalRecord | null>();

const putAside = (id: string, { session }: Unit) =>
  CandidateDismissalModel.updateOne({ _id: id }, { isCurrent: false }, { session });

/**
 * Says of a candidate that it is none, until a day to look again.
 * @throws Forbidden, Invalid, or Conflict when somebody else said so meanwhile
 */
export async function dismissCandidate(unit: Unit, person: Writer, said: Said): Promise<{ until: string }> {
  if (!mayDismissFor(person, said.platform)) throw new Forbidden();
  const today = brusselsDay(unit.now);
  if (said.until <= today) throw new Invalid({ until: 'candidates.errors.past' });
  if (said.until > latestDay(today)) throw new Invalid({ until: 'candidates.errors.late' });
  const earlier = await currentOf(said.platform, said.key, unit);
  if (earlier && earlier.until > today) throw new Conflict('candidates.errors.already');
  if (earlier) await putAside(earlier._id, unit);
  const record: CandidateDismissalRecord = {
    ...said,
    ...{ _id: randomUUID(), isCurrent: true, at: unit.now, by: person.id, body: said.platform },
  };
  await CandidateDismissalModel.create([record], { session: unit.session });
  unit.note({ until: said.until });
  return { until: said.until };
}

/** Takes back what was said: the candidate is to be looked at again. @throws Forbidden, or Conflict when nothing is said */
export async function takeBackDismissal(
  unit: Unit,
  person: Writer,
  platform: string,
  key: string,
): Promise<null> {
  if (!mayDismissFor(person, platform)) throw new Forbidden();
  const current = await currentOf(platform, key, unit);
  if (!current) throw new Conflict('candidates.errors.backAlready');
  await putAside(current._id, unit);
  return null;
}
