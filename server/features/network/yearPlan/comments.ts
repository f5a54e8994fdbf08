import { WorkPointCommentModel, type WorkPointCommentRecord } from '../../../../models/WorkPointComment.ts';
import { Conflict, Forbidden, NotFound } from '../../../core/errors.ts';
import type { Language } from '../../../core/i18n.ts';
import type { Unit } from '../../../core/unitOfWork.ts';
import type { PlanRights } from './policy.ts';
import { requirePoint } from './queries.ts';
import type { Writer } from './writing.ts';

/** More than these are a correspondence, which is kept elsewhere. */
const most = { comments: 200, answers: 50 };

/** Words as they were said, in the language they are in. */
export interface Saying {
  words: string;
  language: Language;
}

const traced = (unit: Unit, person: Writer, body: string) => ({ at: unit.now, by: person.id, body });

/** A reviewing authority says something of a point. @throws NotFound, Forbidden for anybody else, Conflict when it is full */
export async function commentOn(
  unit: Unit,
  person: Writer,
  { point, id }: { point: string; id: string },
  said: Saying,
): Promise<void> {
  const seen = await requirePoint(person, point, unit.session);
  if (!seen.rights.review) throw new Forbidden();
  const { session } = unit;
  if ((await WorkPointCommentModel.countDocuments({ point }).session(session)) >= most.comments)
    throw new Conflict('gaps.errors.full');
  const own = { _id: id, point, plan: seen.plan._id, answers: [], settled: null };
  await WorkPointCommentModel.create([{ ...own, ...said, ...traced(unit, person, seen.rights.body) }], {
    session,
  });
  unit.note({ plan: seen.plan._id });
}

async function requireComment(
  unit: Unit,
  person: Writer,
  { point, id }: { point: string; id: string },
): Promise<{ comment: WorkPointCommentRecord; rights: PlanRights }> {
  const { rights } = await requirePoint(person, point, unit.session);
  const comment = await WorkPointCommentModel.findOne({ _id: id, point })
    .session(unit.session)
    .lean<WorkPointCommentRecord | null>();
  if (!comment) throw new NotFound();
  return { comment, rights };
}

/** The platform answers; the authority may say more under its own comment. @throws NotFound, Forbidden, Conflict */
export async function answerComment(
  unit: Unit,
  person: Writer,
  place: { point: string; id: string },
  said: Saying,
): Promise<void> {
  const { comment, rights } = await requireComment(unit, person, place);
  if (!rights.answer && !(rights.review && rights.body === comment.body)) throw new Forbidden();
  if (comment.settled) throw new Conflict('yearPlans.errors.settled');
  if (comment.answers.length >= most.answers) throw new Conflict('gaps.errors.full');
  const answer = { ...said, ...traced(unit, person, rights.body) };
  await WorkPointCommentModel.updateOne(
    { _id: place.id },
    { $push: { answers: answer } },
    { session: unit.session },
  );
}

/** The authority that commented says it is settled, or no longer. @throws NotFound, Forbidden for anybody else */
export async function settleComment(
  unit: Unit,
  person: Writer,
  place: { point: string; id: string },
  isSettled: boolean,
): Promise<void> {
  const { comment, rights } = await requireComment(unit, person, place);
  if (!rights.review || rights.body !== comment.body) throw new Forbidden();
  const settled = isSettled ? traced(unit, person, rights.body) : null;
  await WorkPointCommentModel.updateOne({ _id: place.id }, { $set: { settled } }, { session: unit.session });
  unit.note({ settled: isSettled });
}
