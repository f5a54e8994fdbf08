import { createHash } from 'node:crypto';
import type { ModuleTypeRecord } from '../../../../models/ModuleType.ts';
import { nameOn } from '../../../../models/Organisation.ts';
import { brusselsDay, inLanguage } from '../../../core/i18n.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { paths } from '../../../paths.ts';
import { readerOf } from '../directoryPage.ts';
import { maintainsFor } from '../policy.ts';
import { type Stored, valuesOf } from '../upkeep/plain.ts';
import { moduleTypesInUse } from '../upkeep/queries.ts';
import { monthsLater, standingOf } from '../upkeep/standing.ts';
import { capitalised, listed, moduleTitle, placeOf, type Reader } from '../wording.ts';
import type { Board, BoardEntry } from './queries.ts';
import {
  factsOf,
  freePlaces,
  pathOf,
  peopleWaiting,
  type Series,
  type Stretch,
  stretchesOf,
} from './trend.ts';

const size = { width: 240, height: 48 };

/** How long ago, as people say it: days, then weeks, then months. */
export function ageOf(day: string, today: string, language: string): string {
  const days = Math.round((Date.parse(day) - Date.parse(today)) / 86_400_000);
  const words = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  if (days > -14) return words.format(days, 'day');
  if (days > -61) return words.format(Math.round(days / 7), 'week');
  return words.format(Math.round(days / 30.44), 'month');
}

/** When it was counted; a number older than an entry is trusted says so by more than its age. */
function countedView(day: Date | null, { t, today, language }: Reader) {
  if (day === null) return { text: t('board.countedUnknown'), isOld: false };
  const on = day.toISOString().slice(0, 10);
  const isOld = standingOf({ at: day, by: '' }, today) === 'due';
  return { text: t('board.counted', { age: ageOf(on, today, language) }), isOld };
}

function freeView({ module }: BoardEntry, reader: Reader) {
  const { t } = reader;
  const capacity = module.capacity;
  if (!capacity || capacity.available === null) return null;
  const { available, maximum, unit, updated } = capacity;
  return {
    number: reader.number(available),
    words: t('board.free', { count: available }),
    of:
      maximum === null
        ? t(`upkeep.capacityUnit.${unit}`)
        : t('board.of', {
            text: t(`offer.capacity.${unit}`, { count: maximum, number: reader.number(maximum) }),
          }),
    ...countedView(updated, reader),
  };
}

function waitingView({ module }: BoardEntry, reader: Reader) {
  const { t } = reader;
  const list = module.waitingList;
  if (!list || (list.persons === null && list.weeks === null)) return null;
  return {
    number: list.persons === null ? null : reader.number(list.persons),
    words: list.persons === null ? '' : t('board.waiting', { count: list.persons }),
    of: list.weeks === null ? '' : t('board.weeks', { count: list.weeks }),
    ...countedView(list.countedOn, reader),
  };
}

/** The line of one number over the last year, what it says in words, and its counts as a table with the gaps. */
function trendView(entry: BoardEntry, series: Series, name: string, reader: Reader) {
  const { t, today } = reader;
  const window = { from: monthsLater(today, -12), to: today };
  const values = valuesOf('module', entry.module as unknown as Stored);
  const now = { value: values[series.value] ?? null, counted: values[series.counted] ?? null };
  const steps = entry.steps.map(({ at, way, changes }) => ({ day: brusselsDay(at), way, changes }));
  const stretches = stretchesOf(steps, series, now, window);
  const facts = factsOf(stretches);
  if (!facts) return null;
  const said = (point: { day: string; value: number }): string =>
    t('board.trend.at', { number: reader.number(point.value), day: reader.day(new Date(point.day)) });
  return {
    name,
    path: pathOf(stretches, window, size),
    text: t('board.trend.text', {
      first: said(facts.first),
      last: said(facts.last),
      lowest: said(facts.lowest),
      highest: said(facts.highest),
    }),
    rows: tableOf(stretches, window.to, reader),
  };
}

function tableOf(stretches: Stretch[], to: string, { t, day, number }: Reader) {
  return stretches.flatMap(({ points, until }, at) => {
    const known = points.map((one) => ({ day: day(new Date(one.day)), number: number(one.value) }));
    const isGap = stretches[at + 1] !== undefined || until < to;
    return isGap ? [...known, { day: day(new Date(until)), number: t('board.trend.gap') }] : known;
  });
}

const markOf = (value: unknown): string =>
  createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 12);

function entryView(entry: BoardEntry, group: string, moduleTypes: ModuleTypeRecord[], reader: Reader) {
  const { module, unit } = entry;
  const free = freeView(entry, reader);
  const waiting = waitingView(entry, reader);
  const trends = [
    trendView(entry, freePlaces, reader.t('board.trend.free'), reader),
    trendView(entry, peopleWaiting, reader.t('board.trend.waiting'), reader),
  ].filter((one) => one !== null);
  return {
    id: `${group}-${module._id}`,
    title: moduleTitle(module, { moduleTypes }, reader).text,
    unit: unit.name,
    href: paths.offerEntry({ id: unit._id }),
    places: listed([...new Set(entry.sites.map((site) => placeOf(site, reader)))], reader),
    free,
    waiting,
    trends,
    numbersMark: markOf([free, waiting, reader.language]),
    trendsMark: markOf([trends, reader.language]),
  };
}

/** By kind of help, in the order of the taxonomy; a module of several kinds stands under each. */
function groupsOf(board: Board, moduleTypes: ModuleTypeRecord[], visit: SignedInVisit) {
  const reader = readerOf(visit);
  const known = moduleTypes.map((type) => ({
    id: type._id,
    name: capitalised(inLanguage(type.names, reader.language).text),
    entries: board.entries.filter(({ module }) => module.types?.includes(type._id)),
  }));
  const rest = board.entries.filter(
    ({ module }) => !module.types?.some((one) => known.some(({ id }) => id === one)),
  );
  return [...known, { id: 'unknown', name: reader.t('board.typeUnknown'), entries: rest }]
    .filter((one) => one.entries.length > 0)
    .map((one) => ({
      ...one,
      entries: one.entries.map((entry) => ({
        ...entryView(entry, one.id, moduleTypes, reader),
        organisation: nameOn(entry.organisation, visit.now),
        numbersHref: maintains(visit, entry) ? paths.upkeepNumbers({ id: entry.module._id }) : null,
      })),
    }));
}

function maintains({ person }: SignedInVisit, { organisation }: BoardEntry): boolean {
  const admittedBy = (organisation.admissions ?? []).map((one) => one.platform);
  return maintainsFor(person, { organisationId: organisation._id, admittedBy }) !== null;
}

/** What the page shows of the board, and its part that is fetched again when something changed. */
export async function boardParts(board: Board, visit: SignedInVisit) {
  const { t, language, now } = visit;
  const reader = readerOf(visit);
  const groups = groupsOf(board, await moduleTypesInUse(), visit);
  return { groups, size, t, language, asOf: t('board.asOf', { day: reader.day(now) }) };
}
