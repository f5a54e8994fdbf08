import type { House } from '../../core/house.ts';
import { type Language, translator } from '../../core/i18n.ts';

/**
 * Sends one of the mails with a link, in a language the reader understands. Holds the names of bodies and of
 * the person it goes to, never anything of a case.
 * @returns whether the mail server took it; false too when none is set.
 */
export async function mailLink(
  house: House,
  kind: 'invitation' | 'passwordReset',
  to: { email: string; language: Language },
  values: Record<string, string>,
): Promise<boolean> {
  if (!house.mailer.sends) return false;
  const t = translator(to.language);
  const subject = t(`accounts.mail.${kind}.subject`, values);
  const text = [`accounts.mail.${kind}.text`, 'accounts.mail.ending']
    .map((key) => t(key, values))
    .join('\n\n');
  return house.mailer.send({ to: to.email, subject, text: `${text}\n` });
}

/** The link as it leaves the application. */
export const outside = (house: House, address: string): string => `${house.publicUrl}${address}`;
