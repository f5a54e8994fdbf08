import type { OfferLinkRecord } from '../../../../models/OfferLink.ts';
import { formats, type Language, translator } from '../../../core/i18n.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { bodyNames } from '../../network/queries.ts';
import { readerOf } from '../directoryPage.ts';
import { requireMaintained } from '../upkeep/queries.ts';
import { titleOf } from '../upkeep/titles.ts';

/**
 * Sends a link to whoever is to look after an entry. Says who asks and for which body, what it is about and until when
 * it works; not the name of who gets it. The address is used here and kept nowhere.
 * @returns whether the mail server took it.
 */
export async function mailLink(
  visit: SignedInVisit<unknown>,
  to: { email: string; language: Language },
  { link, body, address }: { link: OfferLinkRecord; body: string; address: string },
): Promise<boolean> {
  const { house, person, now } = visit;
  const t = translator(to.language);
  const { record } = await requireMaintained(person, link.kind, link.recordId);
  const names = await bodyNames(house, [body], to.language);
  const about = {
    asker: person.name,
    body: names.get(body) ?? '',
    entry: await titleOf(link.kind, record, readerOf({ language: to.language, t, now }), now),
    day: formats(to.language).day(link.expiresAt),
    link: address,
  };
  const text = ['text', 'how', 'until', 'why'].map((part) => t(`suggestions.linkMail.${part}`, about));
  const subject = t('suggestions.linkMail.subject', about);
  return house.mailer.send({ to: to.email, subject, text: `${text.join('\n\n')}\n` });
}
