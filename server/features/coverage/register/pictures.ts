import { CareModuleModel, type CareModuleRecord } from '../../../../models/CareModule.ts';
import type { CellPicture, PicturedWaiting } from '../../../../models/cellPicture.ts';
import type { GapPicture, GapRecord, GapStatus } from '../../../../models/Gap.ts';
import type { GapValues } from '../../../../models/gapFields.ts';
import type { House } from '../../../core/house.ts';
import { brusselsDay } from '../../../core/i18n.ts';
import { type LineClass, lineClasses } from '../flags.ts';
import type { Cell, Frame } from '../frame.ts';
import type { CellAnswer } from '../service/asked.ts';
import { defaultFrameOf } from '../standards/queries.ts';
import { cellsOf } from './cells.ts';
import { isClosed } from './lifeCycle.ts';

/** Entries of one cell that are counted one by one. */
const mostEntries = 500;

/** People may be helped there, as far as anybody knows: how long they wait says something. */
const open: readonly LineClass[] = ['covers', 'general', 'waiting', 'unknown'];

/** A cell as it is now, with the modules in it. */
export interface PicturedCell {
  picture: CellPicture;
  /** Ids, the best first; what stopped is not among them. */
  modules: string[];
}

function waitingOf(answer: CellAnswer, counted: ReadonlyMap<string, CareModuleRecord>): PicturedWaiting {
  const there = answer.entries.filter(({ lineClass }) => open.includes(lineClass));
  const weeks = there.flatMap(({ id }) => counted.get(id)?.waitingList?.weeks ?? []);
  return {
    shortest: weeks.length === 0 ? null : Math.min(...weeks),
    longest: weeks.length === 0 ? null : Math.max(...weeks),
    unknown: there.length - weeks.length,
  };
}

function pictureOf(
  cell: Cell,
  answer: CellAnswer,
  { frame, day }: { frame: Frame; day: string },
  waiting: PicturedWaiting,
): CellPicture {
  const { type = '', age = '', target = '', setting = '', problem = '' } = cell;
  const countOf = (lineClass: LineClass): number =>
    answer.entries.filter((one) => one.lineClass === lineClass).length;
  return {
    ...{ area: cell.area, type, age, target, setting, problem, day, waiting },
    ...{ frame: frame.id, frameVersion: frame.version },
    ...{ verdict: answer.verdict, ground: answer.ground },
    ...{ places: answer.places, population: answer.population },
    counts: lineClasses
      .map((lineClass) => ({ lineClass, count: countOf(lineClass) }))
      .filter(({ count }) => count > 0),
  };
}

/** What the inventory says now of the cells a gap speaks of, by the standard of the first platform it is of. */
export async function picturesNow(
  { coverage, clock }: Pick<House, 'coverage' | 'clock'>,
  values: Parameters<typeof cellsOf>[0] & Pick<GapValues, 'platforms'>,
): Promise<PicturedCell[]> {
  const day = brusselsDay(clock.now());
  const { frame } = await defaultFrameOf(values.platforms[0] ?? null);
  const asked = cellsOf(values).map(async (cell) => {
    const { area, ...kind } = cell;
    const look = { area: { code: area }, kind, frame, day, most: mostEntries };
    return { cell, answer: await coverage.cell(look) };
  });
  const answers = await Promise.all(asked);
  const ids = [...new Set(answers.flatMap(({ answer }) => answer.entries.map(({ id }) => id)))];
  const found = await CareModuleModel.find({ _id: { $in: ids } }, { waitingList: 1 }).lean<
    CareModuleRecord[]
  >();
  const counted = new Map(found.map((one) => [one._id, one]));
  return answers.map(({ cell, answer }) => ({
    picture: pictureOf(cell, answer, { frame, day }, waitingOf(answer, counted)),
    modules: answer.entries.filter(({ lineClass }) => lineClass !== 'stopped').map(({ id }) => id),
  }));
}

/** When a picture is kept: what the register will want to lay beside each other. */
export const keepsPicture = (status: GapStatus): boolean => status === 'verified' || isClosed(status);

export const keptOn = (pictures: readonly PicturedCell[], occasion: GapStatus, at: Date): GapPicture[] =>
  pictures.map(({ picture }) => ({ ...picture, occasion, at }));

/** One cell through the life of a gap: how it was when people began, when they closed it, and now. */
export interface CellHistory {
  before: GapPicture | null;
  closed: GapPicture | null;
  now: CellPicture | null;
}

const sameCell = (one: CellPicture, other: CellPicture): boolean =>
  (['area', 'type', 'age', 'target', 'setting', 'problem'] as const).every(
    (name) => one[name] === other[name],
  );

/**
 * The cells of a gap, each with what was kept of it. Before is the first picture since the gap was last taken up
 * again; closed is the last one, as long as the gap is.
 */
export function cellHistories(
  { pictures = [], status }: Pick<GapRecord, 'status'> & Partial<Pick<GapRecord, 'pictures'>>,
  now: readonly PicturedCell[],
): CellHistory[] {
  const closings = pictures.filter(({ occasion }) => isClosed(occasion)).map(({ at }) => at.getTime());
  const times = [...new Set(closings)];
  const begun = (isClosed(status) ? times.at(-2) : times.at(-1)) ?? 0;
  const since = pictures.filter(({ at }) => at.getTime() > begun);
  const before = since.filter(({ occasion }) => !isClosed(occasion));
  const closed = since.filter(({ occasion }) => isClosed(occasion));
  const cells: CellPicture[] = [...now.map(({ picture }) => picture), ...before, ...closed];
  const each = cells.filter((cell, at) => cells.findIndex((other) => sameCell(other, cell)) === at);
  return each.map((cell) => ({
    before: before.find((one) => sameCell(one, cell)) ?? null,
    closed: closed.findLast((one) => sameCell(one, cell)) ?? null,
    now: now.find(({ picture }) => sameCell(picture, cell))?.picture ?? null,
  }));
}
