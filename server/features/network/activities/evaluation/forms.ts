import { z } from 'zod';
import { evaluationQuestions, evaluationSectors, openQuestions } from '../../../../../models/Evaluation.ts';
import { day, lines, tick } from '../../../../core/forms.ts';
import { refuseIdentities } from '../privacy.ts';

export const evaluationForm = z
  .object({ opensOn: day, closesOn: day })
  .refine((input) => input.opensOn <= input.closesOn, {
    path: ['closesOn'],
    message: 'activities.errors.until',
  });
export type EvaluationInput = z.infer<typeof evaluationForm>;

const score = z.preprocess(
  (value) => (value === undefined || value === '' ? null : Number(value)),
  z.number('forms.invalid').int('forms.invalid').min(1, 'forms.invalid').max(5, 'forms.invalid').nullable(),
);
const words = lines(1000).default('');

/** The answers of somebody who is not known; each can be left open, but not all of them. */
export const answerForm = z
  .object({
    ...{ useful: score, clear: score, organised: score, met: score, use: score },
    ...{ good: words, better: words },
    sector: z.enum(evaluationSectors, 'forms.invalid').default(''),
    inszKept: tick,
    identityKept: tick,
  })
  .refine(
    (input) =>
      evaluationQuestions.some((one) => input[one] !== null) ||
      openQuestions.some((one) => input[one] !== ''),
    { path: ['useful'], message: 'activities.errors.nothingAnswered' },
  )
  .transform((input) => {
    refuseIdentities(input);
    return input;
  });
export type AnswerInput = z.infer<typeof answerForm>;

/** What no kept mark of the act may serve to guess. */
export const answerFields: readonly string[] = [...evaluationQuestions, ...openQuestions, 'sector'];
