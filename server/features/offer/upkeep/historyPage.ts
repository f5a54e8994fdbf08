import type { OfferChangeRecord, OfferKind } from '../../../../models/OfferChange.ts';
import { type Answer, page } from '../../../core/answers.ts';
import { formats } from '../../../core/i18n.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { paths } from '../../../paths.ts';
import { bodyNames, personNames } from '../../network/queries.ts';
import { readerOf } from '../directoryPage.ts';
import { listsNamed } from '../reconciling/queries.ts';
import { linksWith } from '../suggestions/queries.ts';
import type { Reader } from '../wording.ts';
import { entryAddress, offerAddress, pluralOf } from './addresses.ts';
import { fieldOf } from './catalogue.ts';
import { versionOf } from './commands.ts';
import type { HistoryInput } from './forms.ts';
import { differences, valuesAt } from './history.ts';
import { valuesOf } from './plain.ts';
import { changesOf, type Maintained, requireMaintained } from './queries.ts';
import { titleOf } from './titles.ts';
import { type Names, namesIn, saidOf } from './words.ts';

type Change = OfferChangeRecord['changes'][number];

function changeView(kind: OfferKind, change: Change, reader: Reader, names: Names) {
  const field = fieldOf(kind, change.field);
  return {
    field: change.field,
    label: reader.t(`upkeep.fields.${change.field}`),
    from: field ? saidOf(field, change.from ?? null, reader, names) : [],
    to: field ? saidOf(field, change.to ?? null, reader, names) : [],
  };
}

/** Which official list something was taken from, and of which day. */
const listSaid = (list: { source: string; date: string } | undefined, { t, day }: Reader): string | null =>
  list ? t('upkeep.history.list', { source: list.source, day: day(new Date(list.date)) }) : null;

/** The end of a Belgian day, near enough for what people did in office hours: midnight UTC comes an hour or two late. */
const endOf = (day: string): Date => new Date(`${day}T23:59:59.999Z`);

function comparison(
  { kind, record }: Maintained,
  steps: OfferChangeRecord[],
  { from, to }: HistoryInput,
  reader: Reader,
  names: Names,
) {
  if (from === '' && to === '') return null;
  const now = valuesOf(kind, record);
  const before = valuesAt(now, steps, from === '' ? new Date(0) : endOf(from));
  const after = to === '' ? now : valuesAt(now, steps, endOf(to));
  return differences(kind, before, after).map((one) => changeView(kind, one, reader, names));
}

/** The life of a record: who, when, from, to; two days compared; each earlier value can be put back. */
export async function historyPage(
  visit: SignedInVisit<unknown>,
  kind: OfferKind,
  asked: HistoryInput,
): Promise<Answer> {
  const maintained = await requireMaintained(visit.person, kind, visit.params.id);
  const { record, organisation } = maintained;
  const reader = readerOf(visit);
  const steps = await changesOf(record._id);
  const [people, bodies, links, names] = await Promise.all([
    personNames(steps.map((one) => one.by)),
    bodyNames(
      visit.house,
      steps.map((one) => one.body),
      visit.language,
    ),
    linksWith(steps.flatMap((one) => (one.way === 'confirmed' && one.origin ? [one.origin] : []))),
    namesIn(
      steps.flatMap((one) => one.changes.flatMap(({ from, to }) => [from ?? null, to ?? null])),
      reader,
      visit.now,
    ),
  ]);
  const lists = await listsNamed(
    steps.flatMap((one) => (one.way === 'reconciled' && one.origin ? [one.origin] : [])),
  );
  const holders = new Map(links.map((one) => [one._id, one.name]));
  const { day, time } = formats(visit.language);
  return page('offer/upkeep/history', {
    title: await titleOf(kind, record, reader, visit.now),
    space: 'network',
    styles: ['/styles/offer.css'],
    refused: visit.refused,
    asked,
    address: paths.upkeepHistory({ kind: pluralOf(kind), id: record._id }),
    back: entryAddress(kind, record._id),
    home: offerAddress(organisation?._id ?? null),
    restoreAction: paths.upkeepRestorations({ kind: pluralOf(kind), id: record._id }),
    compared: comparison(maintained, steps, asked, reader, names),
    loadedOn: (record.provenance as { on?: Date } | null)?.on ?? null,
    steps: steps.map((step) => ({
      id: step._id,
      way: visit.t(`upkeep.ways.${step.way}`),
      who: visit.t('upkeep.history.who', {
        name: people.get(step.by) ?? visit.t('upkeep.someone'),
        body: bodies.get(step.body) ?? '',
      }),
      when: visit.t('upkeep.history.when', { day: day(step.at), time: time(step.at) }),
      holder: holders.get(step.origin ?? '') ?? null,
      list: listSaid(lists.get(step.origin ?? ''), reader),
      suggestionHref:
        step.way === 'suggested' && step.origin ? paths.upkeepSuggestion({ id: step.origin }) : null,
      changes: step.changes.map((one) => ({
        ...changeView(kind, one, reader, names),
        base: versionOf(record, one.field),
        // The first value of a record somebody made is nothing; what follows from something else goes back with that.
        mayRestore:
          step.way !== 'created' &&
          step.way !== 'copied' &&
          fieldOf(kind, one.field)?.isFollowing === undefined,
      })),
    })),
  });
}
