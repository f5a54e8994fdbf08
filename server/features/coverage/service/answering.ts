import { whereabouts } from '../../../geography/geography.ts';
import type { Candidate } from '../candidates.ts';
import { type Detected, detection } from '../detection.ts';
import type { Look, Matrix } from '../matrix.ts';
import type { OfferLine } from '../offerLines.ts';
import { type Territory, territory, zone } from '../territories.ts';
import { verdict } from '../verdict.ts';
import type { AskedArea, AskedCandidates, AskedCell, AskedLook, CellAnswer, MatrixAnswer } from './asked.ts';
import type { OfferInventory } from './inventory.ts';

const territoryOf = ({ code, parts }: AskedArea): Territory => (parts ? zone(code, parts) : territory(code));

/** @throws RangeError for an area that is none */
export const lookOf = ({ areas, ...asked }: AskedLook): Look => ({ ...asked, areas: areas.map(territoryOf) });

export function answerOf({ look, cells, unplaced }: Matrix, modules: number): MatrixAnswer {
  return {
    cells: cells.map(({ cell: _cell, ...answer }) => answer),
    populations: look.areas.map(({ population }) => population),
    modules,
    unplaced: unplaced.size,
  };
}

export function answerCell(inventory: OfferInventory, asked: AskedCell): CellAnswer {
  const { area, kind, frame, day, most } = asked;
  const cell = { ...kind, area: area.code };
  const { entries, ...decided } = verdict(cell, inventory.lines(), frame, day, territoryOf(area));
  return {
    ...decided,
    entries: entries.slice(0, most).map((entry) => {
      const { unit, organisation } = inventory.line(entry.id)!;
      return { ...entry, unit, organisation };
    }),
    more: Math.max(0, entries.length - most),
  };
}

/** Those about an area, in it or around it; those that are about words or tasks are about no area. */
const isWithin = (within: readonly string[]) => {
  const wanted = new Set(within);
  return ({ cell }: Candidate): boolean =>
    cell === null || Object.values(whereabouts(cell.area)).some((nis) => nis !== null && wanted.has(nis));
};

export function answerCandidates(lines: OfferLine[], asked: AskedCandidates): Detected {
  const { frame, day, within, ...evidence } = asked;
  const found = detection({ lines, ...evidence }, frame, day);
  const isOurs = isWithin(within);
  return { gaps: found.gaps.filter(isOurs), overlaps: found.overlaps.filter(isOurs) };
}
