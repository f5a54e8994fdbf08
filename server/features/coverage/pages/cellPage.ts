import { inLanguage } from '../../../core/i18n.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { areaName } from '../../../geography/geography.ts';
import { paths } from '../../../paths.ts';
import { waitingTrends } from '../../offer/board/queries.ts';
import type { LineClass } from '../flags.ts';
import { cellGapsView } from '../register/cellGaps.ts';
import { gapsByCell } from '../register/cells.ts';
import type { AskedCell, CellAnswer } from '../service/asked.ts';
import { addressOf } from './address.ts';
import { levelOf } from './areas.ts';
import { nameOfCode } from './axes.ts';
import { entriesView, moduleName, trendSize } from './entriesView.ts';
import { gapsOfArea } from './grid.ts';
import { type Known, modulesNamed, type NamedModule } from './queries.ts';
import { kindAt, type Question } from './question.ts';
import type { Reader } from './reader.ts';
import { kilometresAllowed } from './reasonWords.ts';
import { choiceName } from './standards.ts';
import { stateOf } from './states.ts';

/** Entries of a cell that are told one by one; the rest is a number. */
const most = 30;
/** Of these the course of the waiting list is told: whoever is there, and the first of them. */
const followed: readonly LineClass[] = ['covers', 'general', 'outOfReach', 'waiting', 'acrossBorder'];
const mostFollowed = 10;

type Visit = SignedInVisit<unknown>;

/** What the opened cell asks; null where no cell is opened, or it is none of this matrix. */
export function openedCell(question: Question, isThere: (row: string, column: string) => boolean) {
  const [row = '', column = ''] = question.asked.cell.split('.');
  return question.asked.cell !== '' && isThere(row, column) ? kindAt(question, row, column) : null;
}

export const asCell = (
  { area, kind }: ReturnType<typeof kindAt>,
  { frame, day }: Question['look'],
): AskedCell => ({
  ...{ area, kind, frame, day },
  most,
});

/** Where the cell is, in words: with its level, as a province and an arrondissement may share a name. */
export function placeName(code: string, question: Question, known: Known, { t, language }: Reader): string {
  const level = levelOf(code);
  if (level !== null) return t(`coverage.place.${level}`, { name: areaName(code, language) });
  const zone = known.zones.find((one) => one.code === code);
  if (zone) return t('coverage.place.zone', { name: inLanguage(zone.names, language).text });
  const platform = known.platforms.find((one) => one._id === question.within.code);
  return platform ? inLanguage(platform.names, language).text : t('coverage.belgium');
}

/** What is asked in a cell: its kind of help first, the rest behind it. */
export function kindName(kind: ReturnType<typeof kindAt>['kind'], reader: Reader): string {
  const { type, ...others } = kind;
  const rest = Object.entries(others).map(([dimension, code]) =>
    nameOfCode(dimension as 'age', code as string, reader).toLocaleLowerCase(reader.language),
  );
  const head = type ? nameOfCode('type', type, reader) : reader.t('coverage.anyHelp');
  return [head, ...rest].join(', ');
}

function factsView(
  answer: CellAnswer,
  { kind, area }: ReturnType<typeof kindAt>,
  { look }: Question,
  reader: Reader,
) {
  const { t, number, tenths, percent } = reader;
  const { population, places, wanted, share, ground } = answer;
  const per10000 = population > 0 ? (places * 10_000) / population : 0;
  const isCounted = ['covering', 'fewReached', 'tooFewPlaces', 'placesUnknown'].includes(ground);
  const allowed = kilometresAllowed(look.frame, { area, type: kind.type });
  const told = { count: places, number: number(places), per: tenths(per10000) };
  return [
    { name: t('coverage.facts.population'), text: number(population) },
    ...(isCounted
      ? [
          {
            name: t('coverage.facts.reached'),
            text: t('coverage.facts.reachedText', {
              share: percent(share),
              kilometres: allowed,
              wanted: percent(look.frame.travel.share),
            }),
          },
          {
            name: t('coverage.facts.places'),
            text: places > 0 ? t('coverage.facts.placesText', told) : t('coverage.facts.placesNone'),
          },
        ]
      : []),
    ...(wanted === null
      ? []
      : [
          {
            name: t('coverage.facts.wanted'),
            text: t('coverage.facts.wantedText', { number: tenths(wanted) }),
          },
        ]),
  ];
}

/** Where else it is to be had, with how far it is and how long one waits there. */
function nearestView({ nearest }: CellAnswer, named: ReadonlyMap<string, NamedModule>, reader: Reader) {
  const found = nearest && named.get(nearest.id);
  if (!nearest || !found) return null;
  const { t } = reader;
  const list = found.module.waitingList;
  const waiting =
    list && list.weeks !== null && list.countedOn !== null
      ? t('coverage.nearest.waiting', { count: list.weeks, day: reader.day(list.countedOn) })
      : t('coverage.nearest.waitingUnknown');
  return {
    name: moduleName(found, reader),
    organisation: found.unit.name,
    href: found.unit.listed ? paths.offerEntry({ id: found.unit._id }) : null,
    text: t('coverage.nearest.text', {
      place: areaName(nearest.municipality, reader.language),
      kilometres: reader.number(Math.round(nearest.kilometres)),
      waiting,
    }),
  };
}

/** The same cell by the other standard, or on the earlier day. */
function otherView(question: Question, answer: CellAnswer | null, reader: Reader) {
  const { other } = question;
  if (!other || !answer) return null;
  const { t } = reader;
  const state = stateOf(answer);
  return {
    title:
      other.by === 'day'
        ? t('coverage.other.onDay', { day: reader.day(other.look.day) })
        : t('coverage.other.byStandard', { standard: choiceName(other.standard, reader) }),
    state,
    word: t(`coverage.state.${state.code}`),
    sentence: t(`coverage.sentence.${answer.ground}`),
    entries: answer.entries,
  };
}

/** What the register knows of the cell, gaps that name its kind of help first, and the report that can be made of it. */
function registerView(
  visit: Visit,
  { area, kind }: ReturnType<typeof kindAt>,
  { gaps }: Known,
  answer: CellAnswer,
) {
  const cell = { ...kind, area: area.code, ...(area.parts && { parts: area.parts }) };
  const [exact = []] = gapsByCell(gaps, [cell]);
  const ofArea = gapsOfArea(area.parts ?? [area.code], gaps);
  return cellGapsView(visit, cell, answer, [...new Set([...exact, ...ofArea])]);
}

/** Everything the panel beside the matrix says of the opened cell. */
export async function cellView(
  visit: Visit,
  question: Question,
  known: Known,
  asked: ReturnType<typeof kindAt>,
  reader: Reader,
) {
  const { coverage } = visit.house;
  const { other, look } = question;
  const [answer, before] = await Promise.all([
    coverage.cell(asCell(asked, look)),
    other ? coverage.cell(asCell(asked, other.look)) : null,
  ]);
  const ids = [answer, before].flatMap((one) => one?.entries.map(({ id }) => id) ?? []);
  const named = await modulesNamed(visit.person, [...ids, ...(answer.nearest ? [answer.nearest.id] : [])]);
  const trends = await waitingTrends(
    answer.entries
      .filter(({ lineClass }) => followed.includes(lineClass))
      .slice(0, mostFollowed)
      .flatMap(({ id }) => named.get(id)?.module ?? []),
    visit.now,
    trendSize,
  );
  const state = stateOf(answer);
  const { t } = reader;
  return {
    place: placeName(asked.area.code, question, known, reader),
    title: t('coverage.cellTitle', {
      kind: kindName(asked.kind, reader),
      word: t(`coverage.state.${state.code}`),
    }),
    state,
    sentence: t(`coverage.sentence.${answer.ground}`),
    facts: factsView(answer, asked, question, reader),
    ...registerView(visit, asked, known, answer),
    entries: entriesView({ answer, asked, look, named, trends, before }, reader),
    more: answer.more > 0 ? t('coverage.moreEntries', { count: answer.more }) : null,
    nearest: nearestView(answer, named, reader),
    other: otherView(question, before, reader),
    close: `${addressOf(question)()}#matrix`,
  };
}
