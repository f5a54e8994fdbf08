import { invitationState } from '../../../../models/Invitation.ts';
import type { OfferLinkRecord } from '../../../../models/OfferLink.ts';
import { type Answer, page } from '../../../core/answers.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { paths } from '../../../paths.ts';
import { personNames } from '../../network/queries.ts';
import { readerOf } from '../directoryPage.ts';
import { entryAddress, pluralOf } from '../upkeep/addresses.ts';
import { requireMaintained } from '../upkeep/queries.ts';
import { titleOf } from '../upkeep/titles.ts';
import { defaultLinkDays, linkDays } from './forms.ts';
import { linksOf } from './queries.ts';

/** For who keeps an entry: its links, and the form to make one. `made` is shown once. @throws NotFound */
export async function linksPage(
  visit: SignedInVisit<unknown>,
  kind: OfferLinkRecord['kind'],
  made: { link: string | null; name: string } | null = null,
): Promise<Answer> {
  const { record } = await requireMaintained(visit.person, kind, visit.params.id);
  const reader = readerOf(visit);
  const params = { kind: pluralOf(kind), id: record._id };
  const links = await linksOf(record._id);
  const people = await personNames(links.map((one) => one.madeBy));
  const isMade = visit.refused === null ? made : null;
  return page('offer/suggestions/links', {
    title: visit.t('suggestions.links.title'),
    space: 'network',
    styles: ['/styles/offer.css'],
    narrow: true,
    refused: visit.refused,
    entry: await titleOf(kind, record, reader, visit.now),
    made: isMade,
    back: entryAddress(kind, record._id),
    action: paths.upkeepLinks(params),
    days: linkDays.map((value) => ({
      value,
      text: visit.t('suggestions.links.daysCount', { count: Number(value) }),
      isChosen: value === (visit.refused?.values.days ?? defaultLinkDays),
    })),
    links: links.map((one) => ({
      name: one.name,
      maker: people.get(one.madeBy) ?? visit.t('upkeep.someone'),
      state: invitationState(one, visit.now),
      madeAt: one.createdAt,
      until: one.expiresAt,
      usedAt: one.usedAt ?? null,
      withdrawAction: paths.upkeepLinkWithdrawal({ ...params, linkId: one._id }),
    })),
  });
}
