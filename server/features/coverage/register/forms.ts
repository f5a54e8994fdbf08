import { z } from 'zod';
import { evidenceKinds, gapStatuses } from '../../../../models/Gap.ts';
import { gapKinds } from '../../../../models/gapFields.ts';
import { line, lines, tick } from '../../../core/forms.ts';
import { refuseInsz } from './privacy.ts';

const words = (maximum: number) => lines(maximum).pipe(z.string().min(1, 'forms.required'));

/** An empty choice of a list is none. */
const oneOf = <const T extends readonly [string, ...string[]]>(values: T) =>
  z.enum(['', ...values]).default('');

/** Text with what may be a national number is sent back before anything else is asked. */
const withoutInsz = <Input extends Record<string, unknown>>(input: Input): Input => {
  refuseInsz(input);
  return input;
};

export const reportForm = z
  .object({
    platform: z.string().max(10).default(''),
    kind: z.enum(gapKinds, { error: 'gaps.errors.kind' }),
    title: line(150),
    description: lines(4000).default(''),
    function: z.string().max(60).default(''),
    area: z.string().max(5).default(''),
    evidenceKind: oneOf(evidenceKinds),
    evidenceSource: z
      .string()
      .default('')
      .pipe(lines(300))
      .transform((text) => text.replaceAll('\n', ' ')),
    inszKept: tick,
  })
  .refine((input) => input.evidenceKind === '' || input.evidenceSource !== '', {
    path: ['evidenceSource'],
    message: 'gaps.errors.source',
  })
  .refine((input) => input.evidenceSource === '' || input.evidenceKind !== '', {
    path: ['evidenceKind'],
    message: 'gaps.errors.evidenceKind',
  })
  .transform(withoutInsz);
export type ReportInput = z.infer<typeof reportForm>;

export const stepForm = z
  .object({
    status: z.enum(gapStatuses, { error: 'gaps.errors.status' }),
    why: words(1000),
    solvedBy: lines(1000).default(''),
    seen: z.coerce.number().int().min(0).max(1e6),
    inszKept: tick,
  })
  .refine((input) => input.status !== 'solved' || input.solvedBy !== '', {
    path: ['solvedBy'],
    message: 'gaps.errors.solvedBy',
  })
  .transform(withoutInsz);
export type StepInput = z.infer<typeof stepForm>;

export const evidenceForm = z
  .object({
    evidenceKind: z.enum(evidenceKinds, { error: 'gaps.errors.evidenceKind' }),
    says: lines(2000).default(''),
    evidenceSource: line(300),
    inszKept: tick,
  })
  .transform(withoutInsz);
export type EvidenceInput = z.infer<typeof evidenceForm>;

export const contributionForm = z.object({ words: words(2000), inszKept: tick }).transform(withoutInsz);
export type ContributionInput = z.infer<typeof contributionForm>;

/** Its inputs are those of the catalogue of fields: for `commandsIn` to say. */
export const changeForm = z.looseObject({ inszKept: tick }).transform(withoutInsz);
export type ChangeInput = z.infer<typeof changeForm>;

export const publicationForm = z.object({ publishes: tick });
export type PublicationInput = z.infer<typeof publicationForm>;

const text = (maximum: number) => z.string().max(maximum).catch('').default('');

/** What the list shows: anything it does not know is everything. */
export const listForm = z.object({
  platform: text(10),
  kind: z
    .enum(['', ...gapKinds])
    .catch('')
    .default(''),
  status: z
    .enum(['open', 'all', ...gapStatuses])
    .catch('open')
    .default('open'),
  area: text(5),
  owner: text(80),
  lacks: z.enum(['', 'owner', 'experience']).catch('').default(''),
  sort: z.enum(['age', 'owner']).catch('age').default('age'),
});
export type ListInput = z.infer<typeof listForm>;
