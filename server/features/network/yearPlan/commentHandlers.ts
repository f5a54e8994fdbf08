import { randomUUID } from 'node:crypto';
import { type Answer, redirect } from '../../../core/answers.ts';
import { leaveNotice } from '../../../core/notices.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import type { Unit } from '../../../core/unitOfWork.ts';
import { paths } from '../../../paths.ts';
import { answerComment, commentOn, settleComment } from './comments.ts';
import type { SettlementInput, WordsInput } from './forms.ts';
import { requirePoint } from './queries.ts';

type Visit<Input = unknown> = SignedInVisit<Input>;

const placeOf = ({ params }: Pick<Visit, 'params'>) => ({ point: params.id ?? '', id: params.comment ?? '' });

/** Runs a write about a work point for the body this person does it for, and comes back to what was said. */
async function write(visit: Visit, anchor: string, work: (unit: Unit) => Promise<void>): Promise<Answer> {
  const { point, rights } = await requirePoint(visit.person, visit.params.id);
  await visit.act({ record: { type: 'workPoint', id: point._id }, bodyId: rights.body }, work);
  return redirect(`${paths.workPoint({ id: point._id })}#${anchor}`);
}

/** A comment is in the language of the page it was written on. */
export async function comment(visit: Visit<WordsInput>): Promise<Answer> {
  const id = randomUUID();
  const said = { words: visit.input.words, language: visit.language };
  const answer = await write(visit, 'discussion', (unit) =>
    commentOn(unit, visit.person, { ...placeOf(visit), id }, said),
  );
  leaveNotice(visit, 'yearPlans.notice.commented');
  return answer;
}

export function answer(visit: Visit<WordsInput>): Promise<Answer> {
  const place = placeOf(visit);
  const said = { words: visit.input.words, language: visit.language };
  return write(visit, `comment-${place.id}`, (unit) => answerComment(unit, visit.person, place, said));
}

export function settle(visit: Visit<SettlementInput>): Promise<Answer> {
  const place = placeOf(visit);
  return write(visit, `comment-${place.id}`, (unit) =>
    settleComment(unit, visit.person, place, visit.input.settled === 'yes'),
  );
}
