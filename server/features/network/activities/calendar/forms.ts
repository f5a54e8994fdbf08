import { z } from 'zod';
import { activityTypes } from '../../../../../models/activityFields.ts';
import { day, line, lines, tick } from '../../../../core/forms.ts';
import { refuseIdentities } from '../privacy.ts';
import { calendarLimits } from './limits.ts';

export const importForm = z
  .object({ platform: z.string().max(10).default(''), from: day, until: day, descriptions: tick })
  .refine((input) => input.from <= input.until, { path: ['until'], message: 'activities.errors.until' });
export type ImportInput = z.infer<typeof importForm>;

/** What a row of the review carries, and what somebody made of it. */
const row = z.object({
  key: z.string().regex(/^[0-9a-f]{64}$/),
  /** Of an activity that was taken before: its id, and the versions that were seen. */
  id: z.string().max(40).default(''),
  bases: z.record(z.string(), z.number().int().min(0)).default({}),
  day,
  until: z.union([z.literal(''), day]).default(''),
  place: z.string().max(150).default(''),
  summary: lines(1500).default(''),
});
export type CarriedRow = z.infer<typeof row>;

export interface ChosenRow extends CarriedRow {
  at: number;
  title: string;
  type: (typeof activityTypes)[number] | '';
}

const carried = (text: unknown): unknown => {
  try {
    return JSON.parse(String(text));
  } catch {
    return null;
  }
};

/** The rows of a review that were ticked; those that were not are read by nobody. */
export const importRowsForm = z
  .looseObject({ platform: z.string().max(10).default(''), inszKept: tick, identityKept: tick })
  .transform((input, context): { platform: string; rows: ChosenRow[] } => {
    const rows: ChosenRow[] = [];
    const said: Record<string, unknown> = { inszKept: input.inszKept, identityKept: input.identityKept };
    for (let at = 0; at < calendarLimits.rows; at++) {
      if (input[`take_${at}`] !== 'on') continue;
      const found = row.safeParse(carried(input[`row_${at}`]));
      const title = line(150).safeParse(input[`title_${at}`]);
      const type = z.enum(activityTypes).safeParse(input[`type_${at}`]);
      const problem = (path: string, message: string): void =>
        context.addIssue({ code: 'custom', path: [path], message });
      if (!found.success) {
        problem('form', 'forms.invalid');
        return z.NEVER;
      }
      if (!title.success) problem(`title_${at}`, 'forms.required');
      if (!type.success && found.data.id === '') problem(`type_${at}`, 'activities.errors.type');
      said[`title_${at}`] = [title.data, found.data.place, found.data.summary].join('\n');
      rows.push({ ...found.data, at, title: title.data ?? '', type: type.data ?? '' });
    }
    if (rows.length === 0)
      context.addIssue({ code: 'custom', path: ['take_0'], message: 'activities.errors.noneTaken' });
    if (context.issues.length === 0) refuseIdentities(said);
    return { platform: input.platform, rows };
  });
export type ImportRowsInput = z.infer<typeof importRowsForm>;
