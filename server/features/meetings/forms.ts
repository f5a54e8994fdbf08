import { z } from 'zod';
import { seriesKinds } from '../../../models/MeetingSeries.ts';
import { day, line, lines, tick } from '../../core/forms.ts';
import { refuseInsz } from '../../fields/insz.ts';

/** Text with what may be a national number is sent back before anything else is asked. */
const withoutInsz = <Input extends Record<string, unknown>>(input: Input): Input => {
  refuseInsz(input);
  return input;
};

const id = z.string().max(80).catch('').default('');

export const listForm = z.object({
  body: id,
  month: z
    .string()
    .regex(/^\d{4}-(0[1-9]|1[0-2])$/)
    .catch('')
    .default(''),
});
export type ListInput = z.infer<typeof listForm>;

export const beginForm = z.object({ body: id });
export type BeginInput = z.infer<typeof beginForm>;

/** Its inputs are those of the catalogue of fields: for `commandsIn` to say. */
export const meetingForm = z
  .looseObject({ body: id, why: lines(500).catch('').default(''), inszKept: tick })
  .transform(withoutInsz);
export type MeetingInput = z.infer<typeof meetingForm>;

const whyField = lines(500).pipe(z.string().min(1, 'meetings.errors.why'));

export const reasonForm = z.object({ why: whyField, inszKept: tick }).transform(withoutInsz);
export type ReasonInput = z.infer<typeof reasonForm>;

export const answerForm = z
  .object({
    response: z.enum(['yes', 'maybe', 'no'], { error: 'meetings.errors.response' }),
    note: lines(300)
      .transform((text) => text.replaceAll('\n', ' '))
      .default(''),
    substitute: lines(120)
      .transform((text) => text.replaceAll('\n', ' '))
      .default(''),
    inszKept: tick,
  })
  .transform(withoutInsz);
export type AnswerInput = z.infer<typeof answerForm>;

const isAddress = (text: string): boolean => text === '' || z.email().safeParse(text).success;

/** A seat that was not invited, or a guest. */
export const inviteeForm = z
  .object({
    seat: id,
    name: lines(120).default(''),
    email: lines(200)
      .transform((text) => text.toLowerCase())
      .default('')
      .refine(isAddress, 'meetings.errors.email'),
    organisation: lines(64).default(''),
    inszKept: tick,
  })
  .refine((input) => input.seat !== '' || input.name !== '', { path: ['name'], error: 'forms.required' })
  .transform(withoutInsz);
export type InviteeInput = z.infer<typeof inviteeForm>;

const number = (most: number, error: string) =>
  z.coerce.number({ error }).int(error).min(1, error).max(most, error).default(1);

/** What the chosen kind of rhythm does not ask is not looked at: it is out of sight, and nobody could mend it there. */
const ofItsKind = (typed: unknown): unknown => {
  const { kind, ...rest } = typed as Record<string, unknown>;
  const only = (name: string, ...kinds: string[]) =>
    kinds.includes(String(kind)) ? {} : { [name]: undefined };
  return {
    ...{ ...rest, kind },
    ...only('everyMonths', 'weekday', 'month_day'),
    ...only('everyWeeks', 'weeks'),
    ...only('monthDay', 'month_day'),
  };
};

const ruleFields = {
  kind: z.enum(seriesKinds, { error: 'meetings.errors.kind' }),
  everyMonths: number(12, 'meetings.errors.everyMonths'),
  everyWeeks: number(26, 'meetings.errors.everyWeeks'),
  nth: z.coerce.number().int().min(-1).max(4).catch(1),
  weekday: z.coerce.number().int().min(1).max(7).catch(1),
  monthDay: number(31, 'meetings.errors.monthDay'),
  days: lines(2000).default(''),
  title: line(150),
  from: z.string().max(5).default(''),
  until: z.string().max(5).default(''),
  form: z.enum(['in_person', 'online', 'both']),
  place: lines(200)
    .transform((text) => text.replaceAll('\n', ' '))
    .default(''),
  link: lines(500).default(''),
  language: z.enum(['nl', 'fr', 'de', 'en']),
  lastDay: z.union([z.literal(''), day]).default(''),
  inszKept: tick,
};

export const seriesForm = z.preprocess(
  ofItsKind,
  z.object({ body: id, firstDay: day, ...ruleFields }).transform(withoutInsz),
);
export type SeriesInput = z.infer<typeof seriesForm>;

const revision = z.coerce.number().int().min(1).max(1e6);

export const seriesChangeForm = z.preprocess(
  ofItsKind,
  z.object({ changeFrom: day, revision, why: lines(500).default(''), ...ruleFields }).transform(withoutInsz),
);
export type SeriesChangeInput = z.infer<typeof seriesChangeForm>;

export const seriesEndForm = z
  .object({ endFrom: day, revision, why: whyField, inszKept: tick })
  .transform(withoutInsz);
export type SeriesEndInput = z.infer<typeof seriesEndForm>;
