import { z } from 'zod';
import { bodyKinds } from '../../../../models/bodyFields.ts';
import { ageGroups, targetGroups } from '../../../../models/CareModule.ts';
import { actorTypes } from '../../../../models/Organisation.ts';
import { day, lines, tick } from '../../../core/forms.ts';
import { refuseInsz } from '../../../fields/insz.ts';

const text = (maximum: number) => z.string().max(maximum).catch('').default('');

const oneOf = <const T extends readonly [string, ...string[]]>(values: T) =>
  z
    .enum(['', ...values])
    .catch('')
    .default('');

/** What the list shows: anything it does not know is everything that goes on. */
export const listForm = z.object({
  q: text(100),
  kind: oneOf(bodyKinds),
  platform: text(10),
  area: text(5),
  age: oneOf(ageGroups),
  target: oneOf(targetGroups),
  theme: text(150),
  state: z.enum(['current', 'ended', 'all']).catch('current').default('current'),
});
export type ListInput = z.infer<typeof listForm>;

/** What a new body begins with: its kind, and whose it is. */
export const beginForm = z.object({
  kind: oneOf(bodyKinds),
  platform: text(10),
  organisation: text(80),
  parent: text(40),
});
export type BeginInput = z.infer<typeof beginForm>;

/** What a new seat begins with: whom it is of, and what is missing at the table. */
export const seatForm = z.object({
  organisation: text(80),
  type: oneOf(actorTypes),
  level: text(20),
  voice: text(20),
  profession: text(30),
  site: text(80),
});
export type SeatInput = z.infer<typeof seatForm>;

const withoutInsz = <Input extends Record<string, unknown>>(input: Input): Input => {
  refuseInsz(input);
  return input;
};

/** Its inputs are those of the catalogue of fields: for `commandsIn` to say. */
export const changeForm = z.looseObject({ inszKept: tick }).transform(withoutInsz);
export type ChangeInput = z.infer<typeof changeForm>;

const why = lines(500).pipe(z.string().min(1, 'bodies.errors.why'));

export const endForm = z.object({ why, on: day, inszKept: tick }).transform(withoutInsz);
export type EndInput = z.infer<typeof endForm>;

export const reasonForm = z.object({ why, inszKept: tick }).transform(withoutInsz);
export type ReasonInput = z.infer<typeof reasonForm>;

const optionalLine = (maximum: number) =>
  lines(maximum)
    .default('')
    .transform((words) => words.replaceAll(/\s+/g, ' '));

export const delegateForm = z
  .object({
    person: text(80),
    name: optionalLine(120),
    email: optionalLine(200),
    from: day,
    seen: z.coerce.number().int().min(0).max(1e9),
    inszKept: tick,
  })
  .transform(withoutInsz);
export type DelegateInput = z.infer<typeof delegateForm>;
