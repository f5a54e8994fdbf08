import { z } from 'zod';
import { day, line, lines, tick } from '../../../core/forms.ts';
import { refuseInsz } from '../../../fields/insz.ts';

/** Text with what may be a national number is sent back before anything else is asked. */
const withoutInsz = <Input extends Record<string, unknown>>(input: Input): Input => {
  refuseInsz(input);
  return input;
};

/** Its inputs are those of the catalogue of fields: for `commandsIn` and `valuesIn` to say. */
export const fieldsForm = z.looseObject({ inszKept: tick }).transform(withoutInsz);
export type FieldsInput = z.infer<typeof fieldsForm>;

const text = (maximum: number) => z.string().max(maximum).catch('').default('');

/** What another page already knows of an item: anything else is left open. */
export const beginForm = z.object({ about: text(60), title: text(150) });
export type BeginInput = z.infer<typeof beginForm>;

/** Where somebody goes back to after a step. */
const back = z.enum(['', 'promises', 'meeting']).catch('').default('');

export const placeForm = z.object({ direction: z.enum(['up', 'down'], { error: 'forms.invalid' }) });
export type PlaceInput = z.infer<typeof placeForm>;

export const meetingForm = z.object({
  meeting: z.string('agenda.errors.meeting').min(1, 'agenda.errors.meeting').max(60),
});
export type MeetingInput = z.infer<typeof meetingForm>;

export const returnForm = z.object({ state: z.enum(['proposed', 'postponed']).default('proposed') });
export type ReturnInput = z.infer<typeof returnForm>;

export const withdrawalForm = z.object({ why: line(1000), inszKept: tick }).transform(withoutInsz);
export type WithdrawalInput = z.infer<typeof withdrawalForm>;

export const beginningForm = z.object({
  items: z.preprocess((value) => [value ?? []].flat(), z.array(z.string().max(60)).max(200)),
});
export type BeginningInput = z.infer<typeof beginningForm>;

export const outcomeForm = z
  .looseObject({
    kind: z.enum(['decision', 'action'], { error: 'agenda.errors.kind' }),
    /** Where in the minutes it is made of a line. */
    line: z
      .string()
      .regex(/^\d{1,12}\.\d{1,12}$/)
      .or(z.literal(''))
      .default(''),
    /** It was recorded in the room of the meeting. */
    inRoom: tick,
    inszKept: tick,
  })
  .transform(withoutInsz);
export type OutcomeInput = z.infer<typeof outcomeForm>;

export const stepForm = z
  .object({
    state: z.enum(['done', 'dropped', 'open', 'revoked', 'taken'], { error: 'forms.invalid' }),
    why: lines(1000).default(''),
    back,
    inszKept: tick,
  })
  .refine(({ state, why }) => state === 'done' || why !== '', { path: ['why'], message: 'agenda.errors.why' })
  .transform(withoutInsz);
export type StepInput = z.infer<typeof stepForm>;

export const dueForm = z
  .object({
    due: z.string('forms.required').min(1, 'forms.required').pipe(day).optional(),
    /** Of two values, the one that was chosen. */
    chosen_due: day.optional(),
    base_due: z.coerce.number({ error: 'forms.invalid' }).int().min(0).max(1e9),
    why: line(1000),
    back,
    inszKept: tick,
  })
  .refine((input) => (input.chosen_due ?? input.due) !== undefined, {
    path: ['due'],
    message: 'forms.required',
  })
  .transform(withoutInsz);
export type DueInput = z.infer<typeof dueForm>;

/** What the list of decisions and actions shows: anything it does not know is what one gets without asking. */
export const decisionsForm = z.object({
  words: text(100),
  kind: z.enum(['', 'decision', 'action']).catch('').default(''),
  state: z.enum(['', 'open', 'overdue', 'closed']).catch('').default(''),
  sort: z.enum(['newest', 'due', 'who']).catch('newest').default('newest'),
});
export type DecisionsInput = z.infer<typeof decisionsForm>;
