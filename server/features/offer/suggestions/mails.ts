import type { OfferSuggestionRecord } from '../../../../models/OfferSuggestion.ts';
import type { House } from '../../../core/house.ts';
import { translator } from '../../../core/i18n.ts';

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
