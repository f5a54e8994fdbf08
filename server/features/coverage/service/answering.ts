import { whereabouts } from '../../../geography/geography.ts';
import type { Candidate } from '../candidates.ts';
import { type Detected, detectedIn, type Seen } from '../detection.ts';
import { type Axis, type Frame, standardFor } from '../frame.ts';
import { cellsOf, type Look, type Matrix, matrix } from '../matrix.ts';
import { nearestOutside } from '../nearest.ts';
import type { OfferLine } from '../offerLines.ts';
import { placer } from '../placement.ts';
import { type Territory, territory, zone } from '../territories.ts';
import { toAskFirst, unknownIn } from '../unknown/deciding.ts';
import { askedOf, verdict } from '../verdict.ts';
import type {
  AskedArea,
  AskedCandidates,
  AskedCell,
  AskedFirst,
  AskedLook,
  CellAnswer,
  FirstAnswer,
  MatrixAnswer,
} from './asked.ts';
import type { OfferInventory } from './inventory.ts';

const territoryOf = ({ code, parts }: AskedArea): Territory => (parts ? zone(code, parts) : territory(code));

/** @throws RangeError for an area that is none */
export const lookOf = ({ areas, ...asked }: AskedLook): Look => ({ ...asked, areas: areas.map(territoryOf) });

export function answerOf(whole: Matrix, modules: number): MatrixAnswer {
  return {
    cells: cellsOf(whole).map(({ cell: _cell, ...answer }) => answer),
    populations: whole.look.areas.map(({ population }) => population),
    modules,
    unplaced: whole.unplaced.size,
  };
}

export function answerCell(inventory: OfferInventory, asked: AskedCell): CellAnswer {
  const { area, kind, frame, day, most } = asked;
  const cell = { ...kind, area: area.code };
  const where = territoryOf(area);
  const found = verdict(cell, inventory.linesAround(where), frame, day, where, most);
  const isCovered = found.verdict === 'covered';
  return {
    ...found,
    wanted: askedOf(frame, cell, where).per10000,
    nearest: isCovered ? null : nearestOutside(cell, inventory.linesAbout(kind.type), frame, day, where),
    entries: found.entries.map((entry) => {
      const { unit, organisation } = inventory.line(entry.id)!;
      return { ...entry, unit, organisation };
    }),
  };
}

/** Those about an area, in it or around it; those that are about words or tasks are about no area. */
const isWithin = (within: readonly string[]) => {
  const wanted = new Set(within);
  return ({ cell }: Candidate): boolean =>
    cell === null || Object.values(whereabouts(cell.area)).some((nis) => nis !== null && wanted.has(nis));
};

export function answerCandidates(seen: Seen, asked: AskedCandidates): Detected {
  const { frame: _frame, day, within, ...evidence } = asked;
  const found = detectedIn(seen, evidence, day);
  const isOurs = isWithin(within);
  return { gaps: found.gaps.filter(isOurs), overlaps: found.overlaps.filter(isOurs) };
}

/** The lines that are in any cell of these areas: far fewer than all, when a platform asks for its own. */
function linesIn(lines: Iterable<OfferLine>, areas: readonly AskedArea[], frame: Frame): OfferLine[] {
  const { kilometres } = frame.travel;
  const types = [undefined, ...Object.keys(kilometres.types)];
  // Who stands in an area at some distance stands there at the longest as well.
  const longest = types.reduce((a, b) => (standardFor(kilometres, a) >= standardFor(kilometres, b) ? a : b));
  const placed = placer(areas.map(territoryOf), frame)(longest);
  return [...lines].filter((line) => placed(line).length > 0);
}

export function answerFirst(lines: Iterable<OfferLine>, asked: AskedFirst): FirstAnswer {
  const { areas, types, ages, targets, frame, day, most } = asked;
  const type: Axis = { dimension: 'type', values: types };
  const axes: Axis[][] = [
    [type],
    [type, { dimension: 'age', values: ages }],
    [type, { dimension: 'target', values: targets }],
  ];
  const near = linesIn(lines, areas, frame);
  const matrices = axes.map((some) =>
    matrix(near, lookOf({ ...{ areas, frame, day }, axes: some, filters: {} })),
  );
  const found = toAskFirst(matrices, near);
  return {
    entries: found.slice(0, most),
    count: found.length,
    unknown: matrices.reduce((sum, one) => sum + unknownIn(one), 0),
    cells: matrices.reduce((sum, one) => sum + one.wanted.length, 0),
  };
}
