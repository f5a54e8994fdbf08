import { z } from 'zod';
import { ageGroups, problems, settings, targetGroups } from '../../../../models/CareModule.ts';
import { evidenceKinds, gapStatuses } from '../../../../models/Gap.ts';
import { gapKinds } from '../../../../models/gapFields.ts';
import { choices, line, lines, tick } from '../../../core/forms.ts';
import { refuseInsz } from '../../../fields/insz.ts';

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
    from: z.string().max(60).default(''),
    to: z.string().max(60).default(''),
    ages: choices(ageGroups),
    targetGroups: choices(targetGroups),
    settings: choices(settings),
    problems: choices(problems),
    /** It comes from a cell of the matrix: what that says now is kept with it. */
    cell: tick,
    /** It comes from what is said of a task or a word: the id of one of these. */
    statement: z.string().max(40).default(''),
    /** It comes from what an activity recommends: its id. */
    recommendation: z.string().max(40).default(''),
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
    modules: z.preprocess((value) => [value ?? []].flat(), z.array(z.string().max(80)).max(100)),
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

/** What another page already knows of a gap, as codes: anything the form does not know is left open. */
export const beginningForm = z.object({
  platform: text(10),
  kind: z
    .enum(['', ...gapKinds])
    .catch('')
    .default(''),
  function: text(60),
  area: text(5),
  from: text(60),
  to: text(60),
  ages: choices(ageGroups).catch([]),
  targetGroups: choices(targetGroups).catch([]),
  settings: choices(settings).catch([]),
  problems: choices(problems).catch([]),
  cell: tick.catch(false),
  statement: text(40),
  recommendation: text(40),
});
export type BeginningInput = z.infer<typeof beginningForm>;

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
