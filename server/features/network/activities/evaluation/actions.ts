import { randomInt } from 'node:crypto';
import { EvaluationModel, type EvaluationRecord } from '../../../../../models/Evaluation.ts';
import { Conflict } from '../../../../core/errors.ts';
import { brusselsDay } from '../../../../core/i18n.ts';
import { newToken } from '../../../../core/tokens.ts';
import type { Unit } from '../../../../core/unitOfWork.ts';
import { requireWritable, type Writer } from '../actions.ts';
import type { AnswerInput, EvaluationInput } from './forms.ts';
import { evaluationOf, evaluationWithToken, opennessOn } from './queries.ts';

/** Most answers of one activity: more is somebody who does not stop. */
const most = 1000;

/** Opens the anonymous form of an activity, or moves its days. @throws NotFound, Forbidden, Conflict once it is over */
export async function openEvaluation(
  unit: Unit,
  person: Writer,
  activity: string,
  { opensOn, closesOn }: EvaluationInput,
): Promise<void> {
  const { rights } = await requireWritable(unit, person, activity);
  const there = await evaluationOf(activity, unit.session);
  // Who could read the results, open it again and read them once more would see what one answer changed.
  if (there && opennessOn(there, unit.now) === 'after')
    throw new Conflict('activities.errors.evaluationOver');
  if (there) {
    await EvaluationModel.updateOne(
      { _id: activity },
      { $set: { opensOn, closesOn } },
      { session: unit.session },
    );
    return;
  }
  const added = { at: unit.now, by: person.id, body: rights.body };
  const record: EvaluationRecord = {
    _id: activity,
    token: newToken(),
    opensOn,
    closesOn,
    added,
    answers: [],
  };
  await EvaluationModel.create([record], { session: unit.session });
}

/** Closes the form: yesterday was its last day. What was answered can be read from now on. @throws Conflict when it is not open */
export async function closeEvaluation(unit: Unit, person: Writer, activity: string): Promise<void> {
  await requireWritable(unit, person, activity);
  const there = await evaluationOf(activity, unit.session);
  if (!there || opennessOn(there, unit.now) !== 'open')
    throw new Conflict('activities.errors.evaluationClosed');
  const yesterday = brusselsDay(new Date(unit.now.getTime() - 86_400_000));
  await EvaluationModel.updateOne(
    { _id: activity },
    { $set: { closesOn: yesterday } },
    { session: unit.session },
  );
}

/** Keeps what somebody answered, at a place drawn by chance and with nothing of who or when. @throws Conflict when it is not open */
export async function answerEvaluation(unit: Unit, token: string, input: AnswerInput): Promise<void> {
  const there = await evaluationWithToken(token, unit.session);
  if (!there || opennessOn(there, unit.now) !== 'open' || there.answers.length >= most)
    throw new Conflict('activities.errors.evaluationClosed');
  const { inszKept: _insz, identityKept: _identity, ...answer } = input;
  const at = randomInt(there.answers.length + 1);
  const answers = [...there.answers.slice(0, at), answer, ...there.answers.slice(at)];
  await EvaluationModel.updateOne({ _id: there._id }, { $set: { answers } }, { session: unit.session });
}
