import { z } from 'zod';
import { activityTypes } from '../../../../models/activityFields.ts';
import { day, lines, tick } from '../../../core/forms.ts';
import { refuseIdentities } from './privacy.ts';
import { mostRepeats, rhythms } from './recurring.ts';

const text = (maximum: number) => z.string().max(maximum).catch('').default('');

const withoutIdentities = <Input extends Record<string, unknown>>(input: Input): Input => {
  refuseIdentities(input);
  return input;
};

export const states = ['counted', 'draft', 'cancelled', 'aside'] as const;

/** What the list shows: anything it does not know is what one gets without asking. */
export const listForm = z.object({
  q: text(100),
  platform: text(10),
  year: text(4),
  type: z
    .enum(['', ...activityTypes])
    .catch('')
    .default(''),
  state: z.enum(states).catch('counted').default('counted'),
});
export type ListInput = z.infer<typeof listForm>;

export const figuresForm = z.object({ platform: text(10), year: text(4) });
export type FiguresInput = z.infer<typeof figuresForm>;

/** What a new one begins with. */
export const beginForm = z.object({
  platform: text(10),
  type: z
    .enum(['', ...activityTypes])
    .catch('')
    .default(''),
  body: text(40),
});
export type BeginInput = z.infer<typeof beginForm>;

/** Its inputs are those of the catalogue of fields and of the rows of attendance. */
export const changeForm = z.looseObject({ inszKept: tick, identityKept: tick }).transform(withoutIdentities);
export type ChangeInput = z.infer<typeof changeForm>;

const why = lines(1000).pipe(z.string().min(1, 'forms.required'));

export const confirmForm = z
  .looseObject({ day, inszKept: tick, identityKept: tick })
  .transform(withoutIdentities);
export type ConfirmInput = z.infer<typeof confirmForm>;

export const endForm = z
  .object({
    way: z.enum(['cancelled', 'aside'], { error: 'forms.invalid' }),
    why,
    inszKept: tick,
    identityKept: tick,
  })
  .transform(withoutIdentities);
export type EndInput = z.infer<typeof endForm>;

export const repeatForm = z.object({
  rhythm: z.enum(rhythms, { error: 'forms.required' }),
  count: z.coerce
    .number({ error: 'activities.errors.repeats' })
    .int('activities.errors.repeats')
    .min(1, 'activities.errors.repeats')
    .max(mostRepeats, 'activities.errors.repeats'),
});
export type RepeatInput = z.infer<typeof repeatForm>;

export const recommendForm = z
  .object({
    recommendation: lines(1000).pipe(z.string().min(1, 'forms.required')),
    inszKept: tick,
    identityKept: tick,
  })
  .transform(withoutIdentities);
export type RecommendInput = z.infer<typeof recommendForm>;

export const adoptForm = z.object({ adoptedIn: z.string('forms.required').min(1, 'forms.required').max(40) });
export type AdoptInput = z.infer<typeof adoptForm>;

/** To whom the summary of a visit is sent. */
export const sendForm = z.object({
  to: z.string('forms.required').regex(/^(platform|body:.{1,60})$/, 'forms.required'),
});
export type SendInput = z.infer<typeof sendForm>;
