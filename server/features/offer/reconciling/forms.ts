import { z } from 'zod';
import { actorTypes } from '../../../../models/Organisation.ts';
import { listFields } from '../../../../models/Reconciliation.ts';
import { line } from '../../../core/forms.ts';
import { groups } from './standing.ts';

/** The file comes beside the form. */
export const listForm = z.object({
  platform: z.string().max(80).default(''),
  source: z.string('forms.required').trim().min(1, 'forms.required').pipe(line(120)),
  date: z.iso.date('forms.dateInvalid'),
});
export type ListInput = z.infer<typeof listForm>;

const column = z.union([z.literal(''), z.coerce.number().int().min(0).max(59)]).default('');

/** Which column holds what; empty is none. */
export const columnsForm = z.object(
  Object.fromEntries(listFields.map((field) => [field, column])) as Record<
    (typeof listFields)[number],
    typeof column
  >,
);
export type ColumnsInput = z.infer<typeof columnsForm>;

export const groupForm = z.object({
  group: z.enum(groups).optional().catch(undefined),
  page: z.coerce.number().int().min(1).max(10_000).catch(1).default(1),
});
export type GroupInput = z.infer<typeof groupForm>;

/** Lines that are what was proposed: `row:organisation`, one or several. */
export const confirmationForm = z.object({
  same: z
    .union([z.string(), z.array(z.string())], 'reconciling.errors.noneTicked')
    .transform((ticked) => [ticked].flat())
    .pipe(z.array(z.string().regex(/^\d{1,6}:[\w-]{1,64}$/)).max(100)),
});
export type ConfirmationInput = z.infer<typeof confirmationForm>;

export const decisionForm = z
  .object({
    decision: z.enum(['same', 'different', 'aside', 'reopened'], 'forms.invalid'),
    organisation: z.string().max(64).default(''),
    reason: z.string().trim().max(500).default(''),
  })
  .refine(({ decision, reason }) => decision !== 'aside' || reason !== '', {
    path: ['reason'],
    message: 'reconciling.errors.reasonMissing',
  })
  .refine(({ decision, organisation }) => !['same', 'different'].includes(decision) || organisation !== '', {
    path: ['organisation'],
    message: 'reconciling.errors.organisationMissing',
  });
export type DecisionInput = z.infer<typeof decisionForm>;

/** For each difference `choice_<kind>.<field>` and `base_<kind>.<field>`: which there are is for the line to say. */
export const differencesForm = z.record(z.string(), z.unknown());
export type DifferencesInput = z.infer<typeof differencesForm>;

export const organisationForm = z.object({
  actorType: z.enum(actorTypes, 'reconciling.errors.actorTypeMissing'),
});
export type OrganisationInput = z.infer<typeof organisationForm>;
