import type { OfferSuggestionRecord } from '../../../../models/OfferSuggestion.ts';
import { nameOn } from '../../../../models/Organisation.ts';
import { type Answer, page } from '../../../core/answers.ts';
import type { SignedInVisit, Visit } from '../../../core/route.ts';
import { paths } from '../../../paths.ts';
import { readerOf } from '../directoryPage.ts';
import { requireMaintained } from '../upkeep/queries.ts';
import { titleOf } from '../upkeep/titles.ts';
import { linksWith, suggestionsFor } from './queries.ts';

/** How many suggestions a list holds, and how many that were decided. */
const most = { open: 100, decided: 50 };

/** Everything somebody suggested about the entries this person keeps: what waits first. */
export async function suggestionsPage(visit: SignedInVisit): Promise<Answer> {
  const [open, decided] = await Promise.all([
    suggestionsFor(visit.person, 'open', most.open),
    suggestionsFor(visit.person, 'decided', most.decided),
  ]);
  return page('offer/suggestions/list', {
    title: visit.t('suggestions.list.title'),
    space: 'network',
    styles: ['/styles/offer.css'],
    open: await rowsOf(open, visit),
    decided: await rowsOf(decided, visit),
  });
}

async function rowsOf(suggestions: OfferSuggestionRecord[], visit: SignedInVisit) {
  const reader = readerOf(visit);
  const origins = await originsOf(suggestions, visit);
  return Promise.all(
    suggestions.map(async ({ _id, kind, recordId, proposals, words, madeAt }) => {
      const { record, organisation } = await requireMaintained(visit.person, kind, recordId);
      return {
        href: paths.upkeepSuggestion({ id: _id }),
        entry: await titleOf(kind, record, reader, visit.now),
        organisation: organisation ? nameOn(organisation, visit.now) : visit.t('upkeep.nobody.title'),
        part: visit.t(`suggestions.part.${kind}`),
        origin: origins.get(_id)!,
        madeAt,
        fields: proposals.map((one) => visit.t(`upkeep.fields.${one.field}`)),
        hasWords: words !== '',
        accepted: proposals.filter((one) => one.state === 'accepted').length,
        declined: proposals.filter((one) => one.state === 'declined').length,
      };
    }),
  );
}

/** By whom a suggestion came: a visitor of the sheet, or the named holder of a link. */
export async function originsOf(
  suggestions: OfferSuggestionRecord[],
  { t }: Visit,
): Promise<Map<string, string>> {
  const links = await linksWith(suggestions.flatMap((one) => one.linkId ?? []));
  const nameOf = new Map(links.map((one) => [one._id, one.name]));
  return new Map(
    suggestions.map(({ _id, linkId }) => [
      _id,
      linkId
        ? t('suggestions.origin.link', { name: nameOf.get(linkId) ?? t('upkeep.someone') })
        : t('suggestions.origin.report'),
    ]),
  );
}
