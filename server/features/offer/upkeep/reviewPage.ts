import type { OfferKind } from '../../../../models/OfferChange.ts';
import { type Answer, page } from '../../../core/answers.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { personNames } from '../../network/queries.ts';
import { readerOf } from '../directoryPage.ts';
import { entryAddress } from './addresses.ts';
import { fieldOf } from './catalogue.ts';
import type { OfferConflict } from './commands.ts';
import type { EntryInput } from './forms.ts';
import { requireMaintained } from './queries.ts';
import { titleOf } from './titles.ts';
import { namesIn, saidOf } from './words.ts';

/** Both values of every field somebody changed meanwhile, for the one who came second; status 409. */
export async function reviewPage(
  visit: SignedInVisit<EntryInput>,
  kind: OfferKind,
  id: string | undefined,
  conflicts: OfferConflict[],
): Promise<Answer> {
  const { record } = await requireMaintained(visit.person, kind, id);
  const reader = readerOf(visit);
  const [people, names] = await Promise.all([
    personNames(conflicts.map((one) => one.by)),
    namesIn(
      conflicts.flatMap((one) => [one.yours, one.current]),
      reader,
      visit.now,
    ),
  ]);
  const decided = (input: string): boolean =>
    conflicts.some(
      ({ field }) => input === `base_${field}` || input === field || input.startsWith(`${field}_`),
    );
  const kept = Object.entries(visit.input).flatMap(([name, value]) =>
    name.startsWith('_') || decided(name)
      ? []
      : [value].flat().flatMap((one) => (typeof one === 'string' ? [{ name, value: one }] : [])),
  );
  const answer = page('offer/upkeep/review', {
    title: await titleOf(kind, record, reader, visit.now),
    space: 'network',
    styles: ['/styles/offer.css'],
    narrow: true,
    target: visit.request.originalUrl,
    back: entryAddress(kind, record._id),
    kept,
    conflicts: conflicts.map((one) => {
      const field = fieldOf(kind, one.field)!;
      return {
        field: one.field,
        label: visit.t(`upkeep.fields.${one.field}`),
        by: people.get(one.by) ?? visit.t('upkeep.someone'),
        at: one.at,
        version: one.version,
        current: saidOf(field, one.current, reader, names),
        yours: saidOf(field, one.yours, reader, names),
        currentJson: JSON.stringify(one.current),
        yoursJson: JSON.stringify(one.yours),
      };
    }),
  });
  return { ...answer, status: 409 };
}
