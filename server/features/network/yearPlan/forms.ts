import { z } from 'zod';
import { yearPlanStates } from '../../../../models/YearPlan.ts';
import { lines, tick } from '../../../core/forms.ts';
import { refuseInsz } from '../../../fields/insz.ts';

const text = (maximum: number) => z.string().max(maximum).catch('').default('');
const several = (maximum: number) =>
  z.preprocess((value) => [value ?? []].flat(), z.array(z.string().max(80)).max(maximum));

const withoutInsz = <Input extends Record<string, unknown>>(input: Input): Input => {
  refuseInsz(input);
  return input;
};

/** Its inputs are those of a catalogue of fields: for `commandsIn` to say. */
export const changeForm = z.looseObject({ inszKept: tick }).transform(withoutInsz);
export type ChangeInput = z.infer<typeof changeForm>;

/** What the list shows. */
export const listForm = z.object({ platform: text(10), year: text(4) });
export type ListInput = z.infer<typeof listForm>;

const year = z.coerce
  .number({ error: 'yearPlans.errors.year' })
  .int('yearPlans.errors.year')
  .min(1)
  .max(9999);

export const planForm = z.object({ platform: z.string().max(10), year });
export type PlanInput = z.infer<typeof planForm>;

/** What a new point begins with: its plan, and what it is made of. */
export const beginForm = z.object({
  plan: text(20),
  gap: text(40),
  roadmap: text(40),
  recommendation: text(40),
});
export type BeginInput = z.infer<typeof beginForm>;

export const placeForm = z
  .object({ before: text(40), after: text(40) })
  .refine((input) => (input.before === '') !== (input.after === ''), {
    path: ['place'],
    message: 'yearPlans.errors.place',
  });
export type PlaceInput = z.infer<typeof placeForm>;

export const stepForm = z
  .object({
    state: z.enum(yearPlanStates, { error: 'yearPlans.errors.step' }),
    why: lines(1000).default(''),
    authorities: several(20),
    seen: z.coerce.number().int().min(0).max(1e6),
    inszKept: tick,
  })
  .transform(withoutInsz);
export type StepInput = z.infer<typeof stepForm>;

export const carryForm = z.object({ points: several(200) });
export type CarryInput = z.infer<typeof carryForm>;

/** Words of a comment or an answer to it. */
export const wordsForm = z
  .object({
    words: lines(3000).default('').pipe(z.string().min(1, 'forms.required')),
    inszKept: tick,
  })
  .transform(withoutInsz);
export type WordsInput = z.infer<typeof wordsForm>;

export const settlementForm = z.object({ settled: z.enum(['yes', 'no']) });
export type SettlementInput = z.infer<typeof settlementForm>;
