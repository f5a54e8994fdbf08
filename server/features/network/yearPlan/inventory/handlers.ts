import { inventoryAnswerFields } from '../../../../../models/yearPlanFields.ts';
import { type Answer, redirect } from '../../../../core/answers.ts';
import { Conflict } from '../../../../core/errors.ts';
import type { FieldConflict } from '../../../../core/fieldCommands.ts';
import { leaveNotice } from '../../../../core/notices.ts';
import type { SignedInVisit } from '../../../../core/route.ts';
import { commandsIn } from '../../../../fields/values.ts';
import { paths } from '../../../../paths.ts';
import type { ChangeInput } from '../forms.ts';
import { type AnswerPlace, answerId, takeOver, writeAnswer } from './actions.ts';
import { answerPage, answerReviewPage, questionsPage } from './pages.ts';
import { questionIn, requireInventory } from './queries.ts';

type Visit<Input = unknown> = SignedInVisit<Input>;

export const showQuestions = (visit: Visit): Promise<Answer> => questionsPage(visit);
export const showAnswer = (visit: Visit): Promise<Answer> => answerPage(visit);

const backTo = ({ platform, year, question }: AnswerPlace): Answer =>
  redirect(`${paths.inventoryQuestions({ platform, year })}#question-${question}`);

/** The place an address names, and what an act about it is about. @throws NotFound */
async function placeOf({ person, params }: Visit) {
  const { platform, year } = await requireInventory(person, params);
  const place: AnswerPlace = { platform, year: String(year), question: questionIn(params) };
  return { place, about: { record: { type: 'inventoryAnswer', id: answerId(place) }, bodyId: platform } };
}

export const toQuestions = ({ params }: Visit<undefined>): Answer =>
  redirect(paths.inventoryQuestions({ platform: params.platform ?? '', year: params.year ?? '' }));

/** Answers, or changes the answer; a stale change comes back with both values. */
export async function answerQuestion(visit: Visit<ChangeInput>): Promise<Answer> {
  const { place, about } = await placeOf(visit);
  const commands = commandsIn(inventoryAnswerFields, visit.input);
  try {
    await visit.act(about, (unit) => writeAnswer(unit, visit.person, place, commands));
  } catch (error) {
    if (!(error instanceof Conflict) || !error.details.conflicts) throw error;
    return answerReviewPage(visit, error.details.conflicts as FieldConflict<string>[]);
  }
  leaveNotice(visit, 'yearPlans.notice.answered');
  return backTo(place);
}

/** Still so: the answer of the year before is that of this one. */
export async function reuse(visit: Visit<undefined>): Promise<Answer> {
  const { place, about } = await placeOf(visit);
  await visit.act(about, (unit) => takeOver(unit, visit.person, place));
  leaveNotice(visit, 'yearPlans.notice.reused');
  return backTo(place);
}
