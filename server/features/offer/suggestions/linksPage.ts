import { invitationState } from '../../../../models/Invitation.ts';
import type { OfferLinkRecord } from '../../../../models/OfferLink.ts';
import { type Answer, page } from '../../../core/answers.ts';
import { languages } from '../../../core/i18n.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { paths } from '../../../paths.ts';
import { personNames } from '../../network/queries.ts';
import { readerOf } from '../directoryPage.ts';
import { entryAddress, pluralOf } from '../upkeep/addresses.ts';
import { requireMaintained } from '../upkeep/queries.ts';
import { titleOf } from '../upkeep/titles.ts';
import { defaultLinkDays, linkDays } from './forms.ts';
import { linksOf } from './queries.ts';

/** A link that was just made: shown once, or null when it was shown or sent before. */
interface Made {
  link: string | null;
  name: string;
  /** It was to be mailed, and no mail server took it. */
  isRefused?: boolean;
}

/** What came back of the form beside one link. */
function refusedFor({ refused, params }: SignedInVisit<unknown>, linkId: string) {
  const own = params.linkId === linkId ? refused : null;
  return { email: own?.values.email ?? '', wrong: own?.errors.email ?? null, language: own?.values.language };
}

/** For who keeps an entry: its links, and the form to make one. `made` is shown once. @throws NotFound */
export async function linksPage(
  visit: SignedInVisit<unknown>,
  kind: OfferLinkRecord['kind'],
  made: Made | null = null,
): Promise<Answer> {
  const { record } = await requireMaintained(visit.person, kind, visit.params.id);
  const reader = readerOf(visit);
  const params = { kind: pluralOf(kind), id: record._id };
  const links = await linksOf(record._id);
  const people = await personNames(links.map((one) => one.madeBy));
  const isMade = visit.refused === null ? made : null;
  const { params: asked, refused } = visit;
  const isAboutOne = asked.linkId !== undefined;
  const mailTo = asked.linkId ? `email-${asked.linkId}` : 'email';
  const summary = refused && {
    ...refused,
    errors: Object.fromEntries(
      Object.entries(refused.errors).map(([name, told]) => [name === 'email' ? mailTo : name, told]),
    ),
  };
  return page('offer/suggestions/links', {
    title: visit.t('suggestions.links.title'),
    space: 'network',
    styles: ['/styles/offer.css'],
    narrow: true,
    summary,
    refused: isAboutOne ? null : refused,
    sends: visit.house.mailer.sends,
    mailLanguages: languages,
    entry: await titleOf(kind, record, reader, visit.now),
    made: isMade,
    back: entryAddress(kind, record._id),
    action: paths.upkeepLinks(params),
    days: linkDays.map((value) => ({
      value,
      text: visit.t('suggestions.links.daysCount', { count: Number(value) }),
      isChosen: value === ((isAboutOne ? null : refused?.values.days) ?? defaultLinkDays),
    })),
    links: links.map((one) => ({
      name: one.name,
      maker: people.get(one.madeBy) ?? visit.t('upkeep.someone'),
      state: invitationState(one, visit.now),
      madeAt: one.createdAt,
      until: one.expiresAt,
      usedAt: one.usedAt ?? null,
      mailedAt: one.mailedAt ?? null,
      again: {
        ...refusedFor(visit, one._id),
        id: `email-${one._id}`,
        action: paths.upkeepLinkMail({ ...params, linkId: one._id }),
      },
      withdrawAction: paths.upkeepLinkWithdrawal({ ...params, linkId: one._id }),
    })),
  });
}
