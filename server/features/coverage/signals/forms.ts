import { z } from 'zod';
import { signalFollowUps } from '../../../../models/GovernmentSignal.ts';
import { day, lines, tick } from '../../../core/forms.ts';
import { languages } from '../../../core/i18n.ts';
import { refuseInsz } from '../../../fields/insz.ts';

/** A page that is open says which revision of the words it showed when it was opened. */
export const partsForm = z.object({
  seen: z.coerce.number().int().min(1).max(1e6).optional().catch(undefined),
});
export type PartsInput = z.infer<typeof partsForm>;

/** Text with what may be a national number is sent back before anything else is asked. */
const withoutInsz = <Input extends Record<string, unknown>>(input: Input): Input => {
  refuseInsz(input);
  return input;
};

const ids = (most: number) =>
  z.preprocess((value) => [value ?? []].flat(), z.array(z.string().max(80)).max(most, 'forms.invalid'));

/** Where somebody begins: the gap they come from, when they come from one. */
export const beginForm = z.object({ gap: z.string().max(80).catch('').default('') });
export type BeginInput = z.infer<typeof beginForm>;

export const newSignalForm = z.object({
  authority: z.string().default('').pipe(z.string().max(80).min(1, 'signals.errors.authority')),
  language: z.enum(languages, { error: 'signals.errors.language' }),
  gaps: ids(20).refine((found) => found.length > 0, 'signals.errors.gaps'),
});
export type NewSignalInput = z.infer<typeof newSignalForm>;

/** Its inputs are those of the catalogue of fields: for `commandsIn` to say. */
export const changeForm = z.looseObject({ inszKept: tick }).transform(withoutInsz);
export type ChangeInput = z.infer<typeof changeForm>;

const revision = z.coerce.number({ error: 'forms.invalid' }).int().min(1).max(1e6);

export const signatureForm = z.object({ platform: z.string().max(10), revision });
export type SignatureInput = z.infer<typeof signatureForm>;

export const dispatchForm = z.object({ revision });
export type DispatchInput = z.infer<typeof dispatchForm>;

export const withdrawalForm = z
  .object({ why: lines(1000).pipe(z.string().min(1, 'signals.errors.why')), revision, inszKept: tick })
  .transform(withoutInsz);
export type WithdrawalInput = z.infer<typeof withdrawalForm>;

export const acknowledgementForm = z
  .object({
    day,
    reference: lines(80)
      .transform((text) => text.replaceAll('\n', ' '))
      .default(''),
    inszKept: tick,
  })
  .transform(withoutInsz);
export type AcknowledgementInput = z.infer<typeof acknowledgementForm>;

export const answerForm = z
  .object({
    day,
    text: lines(8000).pipe(z.string().min(1, 'forms.required')),
    follows: z.enum(signalFollowUps, { error: 'signals.errors.follows' }),
    inszKept: tick,
  })
  .transform(withoutInsz);
export type AnswerInput = z.infer<typeof answerForm>;
