import type { SignedInVisit } from '../../../core/route.ts';
import { workPointsShown } from '../../network/yearPlan/shown.ts';
import { waitingTrends } from '../../offer/board/queries.ts';
import { cellCircuits } from '../circuits/cellCircuits.ts';
import { cellDemand } from '../demand/cellDemand.ts';
import { modulesNamed } from '../entries/queries.ts';
import type { LineClass } from '../flags.ts';
import { cellGapsView } from '../register/cellGaps.ts';
import { gapsByCell } from '../register/cells.ts';
import type { AskedCell, CellAnswer } from '../service/asked.ts';
import { addressOf } from './address.ts';
import { factsView, nearestView } from './cellFacts.ts';
import { kindName, placeName } from './cellWords.ts';
import { entriesView, trendSize } from './entriesView.ts';
import { gapsOfArea } from './grid.ts';
import type { Known } from './queries.ts';
import { kindAt, type Question } from './question.ts';
import type { Reader } from './reader.ts';
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

/** The cell as the register, the circuits and the counts are asked about it. */
const cellOf = ({ area, kind }: ReturnType<typeof kindAt>) => ({
  ...{ ...kind, area: area.code },
  ...(area.parts && { parts: area.parts }),
});

/** What the register knows of the cell, gaps that name its kind of help first, and the report that can be made of it. */
function registerView(
  visit: Visit,
  { area, kind }: ReturnType<typeof kindAt>,
  { gaps }: Known,
  answer: CellAnswer,
) {
  const cell = cellOf({ area, kind });
  const about = gapsAboutCell({ area, kind }, gaps);
  return cellGapsView(visit, cell, answer, about);
}

/** Gaps about a cell, those that name its kind of help first. */
function gapsAboutCell(asked: ReturnType<typeof kindAt>, gaps: Known['gaps']) {
  const [exact = []] = gapsByCell(gaps, [cellOf(asked)]);
  const ofArea = gapsOfArea(asked.area.parts ?? [asked.area.code], gaps);
  return [...new Set([...exact, ...ofArea])];
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
  const cell = cellOf(asked);
  const gaps = gapsAboutCell(asked, known.gaps).map((one) => one._id);
  const [answer, before, demand, circuits, points] = await Promise.all([
    coverage.cell(asCell(asked, look)),
    other ? coverage.cell(asCell(asked, other.look)) : null,
    cellDemand(visit, cell, known.registers),
    cellCircuits(visit, cell, known.registers),
    workPointsShown(visit, gaps),
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
    ...{ demand, circuits, points },
    other: otherView(question, before, reader),
    close: `${addressOf(question)()}#matrix`,
  };
}
