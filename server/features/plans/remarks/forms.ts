import { z } from 'zod';
import { tick } from '../../../core/forms.ts';
import { passageFields, proposal, quote, reason, said } from '../../../live/remarks/forms.ts';
import { withoutInsz } from '../forms.ts';

export const commentForm = z
  .object({ ...passageFields, words: said, inszKept: tick })
  .superRefine(withoutInsz(({ words }) => ({ words })));
export type CommentInput = z.infer<typeof commentForm>;

export const suggestionForm = z
  .object({ ...passageFields, quote, proposal, reason, inszKept: tick })
  .superRefine(withoutInsz(({ proposal, reason }) => ({ proposal, reason })));
export type SuggestionInput = z.infer<typeof suggestionForm>;

export const answerForm = z
  .object({ words: said, inszKept: tick })
  .superRefine(withoutInsz(({ words }) => ({ words })));
export type AnswerInput = z.infer<typeof answerForm>;

export const decisionForm = z
  .object({ reason, inszKept: tick })
  .superRefine(withoutInsz(({ reason }) => ({ reason })));
export type DecisionInput = z.infer<typeof decisionForm>;

export const moveForm = z.object(passageFields);
export type MoveInput = z.infer<typeof moveForm>;
