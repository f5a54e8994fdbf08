import type { ModuleTypeRecord } from '../../../../models/ModuleType.ts';
import { nameOn } from '../../../../models/Organisation.ts';
import { type Answer, page } from '../../../core/answers.ts';
import { NotFound } from '../../../core/errors.ts';
import { brusselsDay } from '../../../core/i18n.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { paths } from '../../../paths.ts';
import { personNames } from '../../network/queries.ts';
import { readerOf } from '../directoryPage.ts';
import { moduleTypesEver } from '../moduleTypes.ts';
import { entryAddress, pluralOf } from '../upkeep/addresses.ts';
import { dueOn, standingOf } from '../upkeep/standing.ts';
import { trustView } from '../upkeep/trust.ts';
import { siteName } from '../upkeep/words.ts';
import { moduleTitle, type Reader } from '../wording.ts';
import type { ListInput } from './forms.ts';
import { entriesToConfirm, type WaitingEntry } from './queries.ts';

/** Entries on one page of the list. */
export const pageSize = 50;

function titleOf(one: WaitingEntry, moduleTypes: ModuleTypeRecord[], reader: Reader): string {
  if (one.kind === 'site') return siteName(one.record, reader);
  return one.kind === 'unit' ? one.record.name : moduleTitle(one.record, { moduleTypes }, reader).text;
}

function rowView(
  one: WaitingEntry,
  moduleTypes: ModuleTypeRecord[],
  reader: Reader,
  about: { people: ReadonlyMap<string, string>; organisation: string | null },
) {
  const { kind, record } = one;
  const due = dueOn(one.verified);
  const key = due === null ? null : due <= reader.today ? 'verification.due.since' : 'verification.due.from';
  return {
    value: `${pluralOf(kind)}/${record._id}`,
    title: titleOf(one, moduleTypes, reader),
    kind: reader.t(`verification.kind.${kind}`),
    unit: kind === 'module' ? one.unit.name : null,
    organisation: about.organisation,
    trust: trustView(one, reader, about.people),
    due: key && reader.t(key, { day: reader.day(new Date(due!)) }),
    reviewHref: paths.upkeepReview({ kind: pluralOf(kind), id: record._id }),
    editHref: entryAddress(kind, record._id),
  };
}

/** Everything that waits for a confirmation by this person, due first, to be confirmed by ticks. @throws NotFound */
export async function listPage(visit: SignedInVisit<unknown>, asked: ListInput): Promise<Answer> {
  const { now, t } = visit;
  const reader = readerOf(visit);
  const found = await entriesToConfirm(visit.person, now);
  const only = found.organisations.find((one) => one._id === asked.organisation);
  if (asked.organisation !== '' && !only) throw new NotFound();
  const entries = only ? found.entries.filter((one) => one.organisation._id === only._id) : found.entries;
  const pages = Math.max(1, Math.ceil(entries.length / pageSize));
  const at = Math.min(asked.page, pages);
  const shown = entries.slice((at - 1) * pageSize, at * pageSize);
  const [people, moduleTypes] = await Promise.all([
    personNames(shown.flatMap((one) => (one.verified ? [one.verified.by] : []))),
    moduleTypesEver(),
  ]);
  const isSoon = (one: WaitingEntry): boolean => standingOf(one.verified, brusselsDay(now)) === 'soon';
  const soon = entries.filter(isSoon).length;
  const address = (number: number): string =>
    paths.upkeepDue({ organisation: asked.organisation, page: number > 1 ? number : '' });
  const ticked = new Set([visit.refused?.values.entry ?? []].flat());
  const nameIn = (one: WaitingEntry) =>
    found.organisations.length > 1 && !only ? nameOn(one.organisation, now) : null;
  return page('offer/verification/list', {
    title: only ? t('verification.list.titleOf', { name: nameOn(only, now) }) : t('verification.list.title'),
    space: 'network',
    styles: ['/styles/offer.css'],
    refused: visit.refused,
    waiting: entries.length - soon,
    soon,
    organisation: asked.organisation,
    allHref: only && found.organisations.length > 1 ? paths.upkeepDue() : null,
    rows: shown.map((one) => ({
      ...rowView(one, moduleTypes, reader, { people, organisation: nameIn(one) }),
      isTicked: ticked.has(`${pluralOf(one.kind)}/${one.record._id}`),
    })),
    page: at,
    pageOf: pages > 1 ? t('offer.results.page', { page: at, pages }) : null,
    previous: at > 1 ? address(at - 1) : null,
    next: at < pages ? address(at + 1) : null,
  });
}
