import { z } from 'zod';
import { actorTypes } from '../../../../models/Organisation.ts';
import { line } from '../../../core/forms.ts';
import { languages } from '../../../core/i18n.ts';
import { roles } from '../../../core/person.ts';

/** What people are called: one line, not empty. */
export const personName = line(120);

/** A name in the four languages; at least one of them. Fields: nameNl, nameFr, nameDe, nameEn. */
const optionalName = z
  .string()
  .default('')
  .transform((text) => text.replaceAll(/\p{Cc}+/gu, ' ').trim())
  .pipe(z.string().max(200));

export const namesForm = z
  .object({ nameNl: optionalName, nameFr: optionalName, nameDe: optionalName, nameEn: optionalName })
  .refine((form) => form.nameNl || form.nameFr || form.nameDe || form.nameEn, {
    path: ['nameNl'],
    message: 'accounts.bodies.nameMissing',
  });
export type NamesForm = z.infer<typeof namesForm>;

export const inviteForm = z.object({
  name: personName,
  email: z.string().trim().toLowerCase().max(254).pipe(z.email('accounts.fields.emailInvalid')),
  role: z.enum(roles, 'accounts.invite.roleMissing'),
  language: z.enum(languages),
});
export type InviteForm = z.infer<typeof inviteForm>;

/** An organisation of the inventory, or the name of a new one. */
export const admitForm = z
  .object({
    organisation: z.string().max(100).default(''),
    organisationName: optionalName,
    actorType: z
      .enum(actorTypes)
      .optional()
      .or(z.literal('').transform(() => undefined)),
  })
  .superRefine((form, context) => {
    const say = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message });
    if (form.organisation && form.organisationName) say('organisationName', 'accounts.admit.notBoth');
    else if (!form.organisation && !form.organisationName) say('organisation', 'accounts.admit.missing');
    else if (form.organisationName && !form.actorType) say('actorType', 'accounts.admit.actorTypeMissing');
  });
export type AdmitForm = z.infer<typeof admitForm>;
