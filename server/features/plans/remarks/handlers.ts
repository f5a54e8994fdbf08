import type { RemarkKind, RemarkTurn } from '../../../../models/LiveRemark.ts';
import { type Answer, json, redirect } from '../../../core/answers.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import type { Unit } from '../../../core/unitOfWork.ts';
import type { WritingDesk } from '../../../live/remarks/desk.ts';
import {
  addComment,
  addSuggestion,
  answerRemark,
  moveRemark,
  turnRemark,
} from '../../../live/remarks/remarks.ts';
import { paths } from '../../../paths.ts';
import type { CaseAccess } from '../../cases/policy.ts';
import { requireCaseAccess } from '../../cases/queries.ts';
import { writeOfText } from '../write.ts';
import type { AnswerInput, CommentInput, DecisionInput, MoveInput, SuggestionInput } from './forms.ts';
import { remarkFormPage, remarksFragment } from './pages.ts';
import { deskOf, mustReadRemarks } from './queries.ts';

/** Pages that are open fetch what is said again after every change: one view of the plan, not many. */
const sameView = 10 * 60_000;

/** Decides about the text, and writes the act, before anything said about it is read. */
async function seen(visit: SignedInVisit): Promise<CaseAccess> {
  const access = await requireCaseAccess(visit.house, visit.person, visit.params.id);
  mustReadRemarks(access);
  const { caseId, body } = access;
  const record = { type: 'plan', id: caseId, caseId };
  await visit.seen({ record, bodyId: body, name: 'plan.viewed', unlessWithin: sameView });
  return access;
}

export async function showRemarks(visit: SignedInVisit): Promise<Answer> {
  return remarksFragment(visit, await seen(visit));
}

/** Runs a write about a remark at the desk of who asks, decided anew inside its transaction. */
function atDesk<T>(
  visit: SignedInVisit,
  about: { kind: RemarkKind; id: string },
  work: (desk: WritingDesk, unit: Unit) => Promise<T>,
): Promise<T> {
  return writeOfText(visit, { type: about.kind, id: about.id }, (unit, access, epoch) =>
    work({ ...deskOf(visit.house, access), epoch }, unit),
  );
}

/** Scripts get the outcome; forms without script go back to the remark. */
function done(visit: SignedInVisit, outcome: unknown, id: string): Answer {
  if (visit.request.accepts(['html', 'json']) === 'json') return json(outcome);
  return redirect(`${paths.plan({ id: visit.params.id ?? '' })}#remark-${id}`);
}

const idOf = (visit: SignedInVisit, kind: RemarkKind): string => visit.params[`${kind}Id`] ?? '';

export async function comment(visit: SignedInVisit<CommentInput>): Promise<Answer> {
  const about = { kind: 'comment', id: visit.params.id ?? '' } as const;
  const outcome = await atDesk(visit, about, (desk, unit) => addComment(desk, unit, visit.input));
  return done(visit, outcome, outcome.commentId);
}

export async function suggest(visit: SignedInVisit<SuggestionInput>): Promise<Answer> {
  const about = { kind: 'suggestion', id: visit.params.id ?? '' } as const;
  const outcome = await atDesk(visit, about, (desk, unit) => addSuggestion(desk, unit, visit.input));
  return done(visit, outcome, outcome.suggestionId);
}

const answering = (kind: RemarkKind) => async (visit: SignedInVisit<AnswerInput>) => {
  const about = { kind, id: idOf(visit, kind) };
  const outcome = await atDesk(visit, about, (desk, unit) =>
    answerRemark(desk, unit, about, visit.input.words),
  );
  return done(visit, outcome, about.id);
};
export const answerComment = answering('comment');
export const answerSuggestion = answering('suggestion');

/** A passage got other places, where its words stand now. */
const moving = (kind: RemarkKind) => async (visit: SignedInVisit<MoveInput>) => {
  const about = { kind, id: idOf(visit, kind) };
  const outcome = await atDesk(visit, about, (desk, unit) => moveRemark(desk, unit, about, visit.input));
  return done(visit, outcome, about.id);
};
export const moveComment = moving('comment');
export const moveSuggestion = moving('suggestion');

const turning = (kind: RemarkKind, turn: RemarkTurn) => async (visit: SignedInVisit<unknown>) => {
  const id = idOf(visit, kind);
  const { reason } = (visit.input ?? {}) as Partial<DecisionInput>;
  const outcome = await atDesk(visit, { kind, id }, (desk, unit) =>
    turnRemark(desk, unit, { turn, id }, reason),
  );
  return done(visit, outcome, id);
};
export const resolve = turning('comment', 'resolved');
export const reopen = turning('comment', 'reopened');
export const accept = turning('suggestion', 'accepted');
export const decline = turning('suggestion', 'declined');
export const withdraw = turning('suggestion', 'withdrawn');

/** A refused form, alone on its page: the same one, with what was typed and what is wrong. */
export const remarkAgain = (field: 'words' | 'reason') => async (visit: SignedInVisit) =>
  remarkFormPage(visit, await seen(visit), field);
