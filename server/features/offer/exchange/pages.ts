import { type ImportGroup, type OfferImportRecord, rowOutcomes } from '../../../../models/OfferImport.ts';
import { type Answer, page } from '../../../core/answers.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { paths } from '../../../paths.ts';
import { bodyNames } from '../../network/queries.ts';
import { readerOf } from '../directoryPage.ts';
import { platformsOf } from './actions.ts';
import type { RowsInput } from './forms.ts';
import { limits } from './limits.ts';
import { importsOf, requireImport, rowsAPage, rowsOf, sameFileBefore } from './queries.ts';
import { rowViews } from './rowViews.ts';
import { scopesFor } from './scopes.ts';
import { isInterrupted } from './service.ts';

const styles = ['/styles/offer.css'];

/** Seconds after which a page without scripts asks again how far it is. */
const askAgain = 3;

/** Files out, files in, and what came of earlier ones. */
export async function importsPage(visit: SignedInVisit<unknown>): Promise<Answer> {
  const { person, t, now, language, house } = visit;
  const platforms = platformsOf(person);
  const [scopes, names, imports] = await Promise.all([
    scopesFor(person, now),
    bodyNames(house, platforms, language),
    importsOf(person),
  ]);
  return page('offer/exchange/imports', {
    ...{ title: t('exchange.title'), space: 'network', styles, refused: visit.refused },
    scopes: scopes.map(({ name, title }) => ({
      value: name,
      text: title === null ? t('exchange.export.all') : (names.get(title) ?? title),
    })),
    platforms: platforms.map((id) => ({ value: id, text: names.get(id) ?? id })),
    limits: { megabytes: limits.bytes / 1024 / 1024, rows: readerOf(visit).number(limits.rows) },
    imports: imports.map((one) => ({
      name: one.fileName || t('exchange.noName'),
      href: paths.upkeepImport({ id: one._id }),
      at: one.at,
      ...stateOf(one, visit),
    })),
  });
}

const tags: Record<string, { tone: string; icon: string }> = {
  reading: { tone: 'info', icon: 'clock' },
  refused: { tone: 'grave', icon: 'warning' },
  waiting: { tone: 'wait', icon: 'hourglass' },
  checked: { tone: 'info', icon: 'check' },
  running: { tone: 'info', icon: 'clock' },
  stopped: { tone: 'none', icon: 'close' },
  interrupted: { tone: 'wait', icon: 'warning' },
  done: { tone: 'ok', icon: 'check-circle' },
  undoing: { tone: 'info', icon: 'clock' },
  undone: { tone: 'none', icon: 'history' },
};

const isReady = ({ groups }: OfferImportRecord): boolean =>
  groups.some((one) => one.state === 'waiting' && one.records > 0);
const isDisputed = ({ groups, counts }: OfferImportRecord): boolean =>
  groups.some((one) => one.state === 'kept') && counts.conflict > 0;

/** Where an import stands, in one word. */
function stateOf(record: OfferImportRecord, { t, now }: SignedInVisit<unknown>) {
  const state = isInterrupted(record, now)
    ? 'interrupted'
    : record.state === 'done' && record.cancelled
      ? 'stopped'
      : record.state;
  // What waits with nothing to do or to decide waits for nobody; lists do not ask for the organisations.
  const isIdle = record.groups !== undefined && !isReady(record) && !isDisputed(record);
  const shown = state === 'waiting' && isIdle ? 'checked' : state;
  return { state, tag: { ...tags[shown], text: t(`exchange.state.${shown}`) } };
}

const sum = (groups: ImportGroup[], field: 'records' | 'written'): number =>
  groups.reduce((total, one) => total + one[field], 0);

/** What the moving part of the page says. */
export function progressView(record: OfferImportRecord, visit: SignedInVisit<unknown>) {
  const going = record.groups.filter((one) => one.state !== 'kept' && one.records > 0);
  const { state, tag } = stateOf(record, visit);
  const { _id: id } = record;
  const [written, records] = [sum(going, 'written'), sum(going, 'records')];
  const so = record.state === 'undoing' ? records - written : written;
  // Spoken when it changes: ten times, not every second.
  const percent = Math.floor((10 * so) / Math.max(records, 1)) * 10;
  const said =
    state === 'reading' ? tag.text : visit.t('exchange.progressSaid', { state: tag.text, percent });
  const isMoving = ['reading', 'running', 'undoing'].includes(state);
  const doneGroups = going.filter((one) => one.state === 'done').length;
  return {
    ...{ state, tag, isMoving, isStopping: record.cancelled && isMoving },
    ...{ written, records },
    /** How far: of writing what is in, of taking back what is out again. */
    ...{ so, said },
    ...{ organisations: going.length, doneOrganisations: doneGroups },
    href: paths.upkeepImportProgress({ id }),
    stopAction: state === 'running' && !record.cancelled ? paths.upkeepImportStop({ id }) : null,
  };
}

/** An import: what it would do, how far it is, what came of it. @throws NotFound */
export async function importPage(visit: SignedInVisit<RowsInput>): Promise<Answer> {
  const { t, params, person } = visit;
  const record = await requireImport(person, params.id);
  const progress = progressView(record, visit);
  const { state } = progress;
  const wasRead = !['reading', 'refused'].includes(record.state);
  const earlier = state === 'waiting' ? await sameFileBefore(record) : null;
  return page('offer/exchange/import', {
    ...{ title: record.fileName || t('exchange.noName'), space: 'network', styles },
    ...(progress.isMoving ? { scripts: ['/build/progress.js'], refreshAfter: askAgain } : {}),
    refused: visit.refused,
    ...{ progress, told: record.told && t(record.told.key, record.told.values) },
    earlier: earlier && { at: earlier.at, href: paths.upkeepImport({ id: earlier._id }) },
    left: record.left,
    counts: rowOutcomes.map((one) => ({ outcome: one, count: record.counts[one] ?? 0 })),
    groups: record.groups
      .filter((one) => one.state === 'kept' || one.told)
      .slice(0, 100)
      .map((one) => groupView(one, visit)),
    acts: actsOf(record, state),
    isDisputed: isDisputed(record),
    listing: wasRead ? await listingOf(record, visit) : null,
  });
}

const groupView = ({ name, state, told }: ImportGroup, { t }: SignedInVisit<unknown>) => ({
  name: name || t('upkeep.nobody.title'),
  state: t(`exchange.group.${state}`),
  told: told && t('exchange.inRow', { row: told.row, told: t(told.key, told.values) }),
});

/** What can be done now. */
function actsOf(record: OfferImportRecord, state: string) {
  const { _id: id, groups, state: stored } = record;
  const isOpen = isReady(record);
  const wrote = groups.some((one) => one.written > 0);
  const mayGoOn = (state === 'interrupted' && stored !== 'reading') || (state === 'stopped' && isOpen);
  const back = paths.upkeepImportUndoing({ id });
  return {
    run: state === 'waiting' && isOpen ? paths.upkeepImportRun({ id }) : null,
    goOn: mayGoOn ? (stored === 'undoing' ? back : paths.upkeepImportRun({ id })) : null,
    undo: (state === 'done' || state === 'stopped') && wrote ? back : null,
  };
}

/** The rows, by what comes of them, a page at a time. */
async function listingOf(record: OfferImportRecord, visit: SignedInVisit<RowsInput>) {
  const { input, t } = visit;
  const kinds = [
    ...(['refused', 'conflict', 'new', 'changed'] as const).filter((one) => (record.counts[one] ?? 0) > 0),
    ...(record.left > 0 ? (['left'] as const) : []),
  ];
  const shown = kinds.find((one) => one === input.rows) ?? kinds[0];
  if (!shown) return null;
  const isOpen = record.state === 'waiting';
  const { rows, total } = await rowsOf(record._id, shown, input.page);
  const address = (rows: string, page?: number): string =>
    paths.upkeepImport({ id: record._id }, { rows, page: page === 1 ? undefined : page });
  const pages = Math.max(1, Math.ceil(total / rowsAPage));
  return {
    tabs: kinds.map((one) => ({
      text: t(`exchange.rows.${one}`),
      count: one === 'left' ? record.left : record.counts[one],
      href: address(one),
      isCurrent: one === shown,
    })),
    rows: await rowViews(rows, visit),
    choose: shown === 'conflict' && isOpen ? paths.upkeepImportChoices({ id: record._id }) : null,
    ...{ page: input.page, pages },
    previous: input.page > 1 ? address(shown, input.page - 1) : null,
    next: input.page < pages ? address(shown, input.page + 1) : null,
  };
}
