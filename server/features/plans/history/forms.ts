import { z } from 'zod';
import { line, tick } from '../../../core/forms.ts';
import { moment } from '../../../live/history/forms.ts';
import { withoutInsz } from '../forms.ts';

export const versionForm = z
  .object({ name: line(120), sequence: moment, inszKept: tick })
  .superRefine(withoutInsz(({ name }) => ({ name })));
/** A field command: the name, with the version it was based on. Another field than that of a new name on the page. */
export const versionChangeForm = z
  .object({ newName: line(120), base: z.coerce.number().int().min(1).max(1e9), inszKept: tick })
  .superRefine(withoutInsz(({ newName }) => ({ newName })));
export type VersionChangeInput = z.infer<typeof versionChangeForm>;
export type VersionInput = z.infer<typeof versionForm>;
