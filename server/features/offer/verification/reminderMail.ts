import type { House } from '../../../core/house.ts';
import { formats, translator } from '../../../core/i18n.ts';
import { paths } from '../../../paths.ts';
import type { Addressee } from '../../network/queries.ts';

/** What waits at one organisation: its name, how many entries, and since when the oldest (YYYY-MM-DD). */
interface Waiting {
  name: string;
  waiting: number;
  oldest: string;
}

/** By step: three to the organisation, then one to its coordinators. */
export const reminderKinds = ['first', 'second', 'third', 'coordinator'] as const;
export type ReminderKind = (typeof reminderKinds)[number];

/**
 * Asks somebody to look after entries, in their language. Names organisations and counts, nobody and nothing else.
 * @returns whether the mail server took it.
 */
export function mailReminder(
  house: House,
  { email, language }: Addressee,
  kind: ReminderKind,
  about: readonly Waiting[],
): Promise<boolean> {
  const t = translator(language);
  const { day } = formats(language);
  const list = about.map(({ name, waiting, oldest }) =>
    t('verification.mail.line', { name, count: waiting, day: day(new Date(oldest)) }),
  );
  const link = `${house.publicUrl}${paths.upkeepDue()}`;
  const text = [
    t(`verification.mail.${kind}.text`),
    list.join('\n'),
    t('verification.mail.how', { link }),
    t('verification.mail.why'),
  ].join('\n\n');
  return house.mailer.send({ to: email, subject: t(`verification.mail.${kind}.subject`), text: `${text}\n` });
}
