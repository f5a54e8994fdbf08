import { z } from 'zod';
import { lifeDomains, recoveryDimensions } from '../../../models/Goal.ts';
import { actionStatuses, environmentRoles } from '../../../models/PlanAction.ts';
import { findInsz } from '../../../public/scripts/inszCheck.ts';
import { lines, tick } from '../../core/forms.ts';

const words = (maximum: number) => lines(maximum).pipe(z.string().min(1, 'forms.required'));

/** The version of a field that a command was based on. */
const base = z.coerce.number().int().min(1).max(1e9);

/** Text that holds a valid national number is kept only after it was said so. */
export function withoutInsz<T extends { inszKept?: boolean | undefined }>(
  texts: (input: T) => Record<string, string | undefined>,
) {
  return (input: T, context: z.RefinementCtx): void => {
    if (input.inszKept) return;
    for (const [field, text] of Object.entries(texts(input))) {
      if (text && findInsz(text).length > 0) {
        context.addIssue({ code: 'custom', path: [field], message: 'plans.inszFound' });
      }
    }
  };
}

/** Who does it: `client`, `caregiver:<person id>` or `environment:<role>`. */
const who = z
  .string()
  .regex(
    new RegExp(`^(client|caregiver:[0-9a-f-]{36}|environment:(${environmentRoles.join('|')}))$`),
    'plans.errors.who',
  );
const due = z.union([z.literal(''), z.iso.date('forms.dateInvalid')]);

export const goalForm = z
  .object({
    ownWords: words(600),
    dimension: z.enum(recoveryDimensions, { error: 'plans.errors.dimension' }),
    lifeDomain: z.enum(lifeDomains, { error: 'plans.errors.lifeDomain' }),
    inszKept: tick,
  })
  .superRefine(withoutInsz(({ ownWords }) => ({ ownWords })));
export type GoalInput = z.infer<typeof goalForm>;

export const actionForm = z
  .object({
    what: words(600),
    who,
    due: due.default(''),
    whenWords: lines(200).default(''),
    status: z.enum(actionStatuses).default('agreed'),
    inszKept: tick,
  })
  .superRefine(withoutInsz(({ what, whenWords }) => ({ what, whenWords })));
export type ActionInput = z.infer<typeof actionForm>;

/** A field command: any of the fields, each with the version it was based on as `base_<field>`. */
export const goalChangeForm = z
  .object({
    ownWords: words(600).optional(),
    dimension: z.enum(recoveryDimensions, { error: 'plans.errors.dimension' }).optional(),
    lifeDomain: z.enum(lifeDomains, { error: 'plans.errors.lifeDomain' }).optional(),
    base_ownWords: base.optional(),
    base_dimension: base.optional(),
    base_lifeDomain: base.optional(),
    inszKept: tick,
  })
  .superRefine(withoutInsz(({ ownWords }) => ({ ownWords })));
export type GoalChangeInput = z.infer<typeof goalChangeForm>;

export const actionChangeForm = z
  .object({
    what: words(600).optional(),
    who: who.optional(),
    due: due.optional(),
    whenWords: lines(200).optional(),
    status: z.enum(actionStatuses).optional(),
    base_what: base.optional(),
    base_who: base.optional(),
    base_due: base.optional(),
    base_whenWords: base.optional(),
    base_status: base.optional(),
    inszKept: tick,
  })
  .superRefine(withoutInsz(({ what, whenWords }) => ({ what, whenWords })));
export type ActionChangeInput = z.infer<typeof actionChangeForm>;

/** What goes on paper beside the plan itself. */
export const printForm = z.object({ remarks: tick });
export type PrintInput = z.infer<typeof printForm>;
