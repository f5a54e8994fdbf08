import { type Answer, page } from '../../../core/answers.ts';
import { brusselsDay } from '../../../core/i18n.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { paths } from '../../../paths.ts';
import { bodyNames } from '../../network/queries.ts';
import { readerOf } from '../directoryPage.ts';
import { listLimits } from './limits.ts';
import { platformsCoordinated, reconciliationsOf } from './queries.ts';

/** Lists that were sent, and the form to send one. */
export async function listsPage(visit: SignedInVisit<unknown>): Promise<Answer> {
  const { person, house, language, t, refused, now } = visit;
  const platforms = platformsCoordinated(person);
  const [names, lists] = await Promise.all([
    bodyNames(house, platforms, language),
    reconciliationsOf(platforms),
  ]);
  const reader = readerOf(visit);
  return page('offer/reconciling/lists', {
    ...{ title: t('reconciling.title'), space: 'network', styles: ['/styles/offer.css'], refused },
    platforms: platforms.map((id) => ({ value: id, text: names.get(id) ?? id })),
    sources: [...new Set(lists.map((one) => one.source))],
    today: brusselsDay(now),
    limits: { megabytes: listLimits.bytes / 1024 / 1024, lines: reader.number(listLimits.lines) },
    lists: lists.map((one) => ({
      name: t('reconciling.listOf', { source: one.source, day: reader.day(new Date(one.date)) }),
      at: one.at,
      platform: platforms.length > 1 ? (names.get(one.platform) ?? one.platform) : null,
      lines: one.lines,
      href:
        one.lines === null
          ? paths.reconciliationColumns({ id: one._id })
          : paths.reconciliation({ id: one._id }),
    })),
  });
}
