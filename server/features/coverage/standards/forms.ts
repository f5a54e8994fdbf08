import { z } from 'zod';
import { tick } from '../../../core/forms.ts';

const id = z.string().max(60).catch('').default('');
const version = z.coerce.number().int().min(1).max(1e6);

/** Which version is read: one that is no number is the newest. */
export const versionForm = z.object({ version: version.optional().catch(undefined) });
export type VersionInput = z.infer<typeof versionForm>;

/** What a new standard is begun from; nothing yet asks for it. */
export const originForm = z.object({ from: id });
export type OriginInput = z.infer<typeof originForm>;

/** The rest of the form is for `typedDraft` to say. `more` asks for another row, and saves nothing. */
const wholeForm = { more: z.string().max(20).optional() };

export const newForm = z.looseObject({ ...wholeForm, platform: id, from: id, fromVersion: version });
export type NewInput = z.infer<typeof newForm>;

export const changeForm = z.looseObject({ ...wholeForm, base: version });
export type ChangeInput = z.infer<typeof changeForm>;

export const defaultForm = z.object({ isDefault: tick });
export type DefaultInput = z.infer<typeof defaultForm>;

export const retirementForm = z.object({ isRetired: tick });
export type RetirementInput = z.infer<typeof retirementForm>;
