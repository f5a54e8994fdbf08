import type { ClientSession } from 'mongodb';
import { EvaluationModel, type EvaluationRecord } from '../../../../../models/Evaluation.ts';
import { brusselsDay } from '../../../../core/i18n.ts';
import { fewest } from './results.ts';

type Session = ClientSession | null;

export const evaluationOf = (activity: string, session: Session = null): Promise<EvaluationRecord | null> =>
  EvaluationModel.findById(activity).session(session).lean<EvaluationRecord | null>().exec();

export const evaluationWithToken = (token = '', session: Session = null): Promise<EvaluationRecord | null> =>
  EvaluationModel.findOne({ token }).session(session).lean<EvaluationRecord | null>().exec();

/** How many answered is told from five on. */
export const hasFew = ({ answers }: Pick<EvaluationRecord, 'answers'>): boolean => answers.length < fewest;

export type Openness = 'before' | 'open' | 'after';

export function opennessOn(
  { opensOn, closesOn }: Pick<EvaluationRecord, 'opensOn' | 'closesOn'>,
  now: Date,
): Openness {
  const today = brusselsDay(now);
  if (today < opensOn) return 'before';
  return today > closesOn ? 'after' : 'open';
}
