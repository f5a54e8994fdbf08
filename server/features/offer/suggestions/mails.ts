import type { OfferSuggestionRecord } from '../../../../models/OfferSuggestion.ts';
import type { House } from '../../../core/house.ts';
import { translator } from '../../../core/i18n.ts';
import { paths } from '../../../paths.ts';
import type { Addressee } from '../../network/queries.ts';

/**
 * Says what became of a suggestion: which fields were taken over and which were not. Nobody's name and nothing anybody
 * wrote; reasons are for those who keep the entry.
 */
export async function mailOutcome(
  house: House,
  email: string,
  { language, words }: OfferSuggestionRecord,
  outcome: { accepted: string[]; declined: string[] },
): Promise<boolean> {
  if (!house.mailer.sends) return false;
  const t = translator(language);
  const named = (fields: string[]): string =>
    new Intl.ListFormat(language, { type: 'conjunction' }).format(
      fields.map((field) => t(`upkeep.fields.${field}`)),
    );
  const { accepted, declined } = outcome;
  const parts = [
    t('suggestions.mail.text'),
    ...(accepted.length > 0 ? [t('suggestions.mail.accepted', { fields: named(accepted) })] : []),
    ...(declined.length > 0 ? [t('suggestions.mail.declined', { fields: named(declined) })] : []),
    ...(words !== '' ? [t('suggestions.mail.words')] : []),
    t('suggestions.mail.ending'),
  ];
  return house.mailer.send({
    to: email,
    subject: t('suggestions.mail.subject'),
    text: `${parts.join('\n\n')}\n`,
  });
}

/**
 * Says that suggestions came, in the reader's language: names of organisations and counts, nothing of what was suggested.
 * A name is null for entries of no organisation.
 * @returns whether the mail server took it.
 */
export function mailNotice(
  house: House,
  { email, language }: Addressee,
  news: readonly { name: string | null; count: number }[],
): Promise<boolean> {
  const t = translator(language);
  const lines = news.map(({ name, count }) =>
    t('suggestions.noticeMail.line', { name: name ?? t('upkeep.nobody.title'), count }),
  );
  const link = `${house.publicUrl}${paths.upkeepSuggestions()}`;
  const text = [
    t('suggestions.noticeMail.text'),
    lines.join('\n'),
    t('suggestions.noticeMail.how', { link }),
    t('suggestions.noticeMail.why'),
  ].join('\n\n');
  return house.mailer.send({ to: email, subject: t('suggestions.noticeMail.subject'), text: `${text}\n` });
}
