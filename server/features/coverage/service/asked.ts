import type { Decision } from '../decision.ts';
import type { Evidence } from '../detection.ts';
import type { Axis, Frame, Kind } from '../frame.ts';
import type { Nearest } from '../nearest.ts';
import type { ToAsk } from '../unknown/deciding.ts';
import type { Weighed } from '../verdict.ts';

/** An area by its NIS code, or a zone: a code of its own, and the NIS codes it is put together from. */
export interface AskedArea {
  code: string;
  parts?: readonly string[];
}

/** A question for a matrix. A day (YYYY-MM-DD) that is over asks for the inventory at its end. */
export interface AskedLook {
  areas: readonly AskedArea[];
  axes: readonly Axis[];
  filters: Kind;
  frame: Frame;
  day: string;
}

export interface MatrixCellAnswer extends Decision {
  /** How many entries of each class, in the order of `lineClasses`. */
  counts: readonly number[];
  places: number;
  per10000: number | null;
}

export interface MatrixAnswer {
  /** By area, then by the values of each axis in turn. */
  cells: MatrixCellAnswer[];
  /** Inhabitants of each area. */
  populations: number[];
  /** Modules in the whole inventory, and those of which nobody knows where they are or for whom they work. */
  modules: number;
  unplaced: number;
}

/** A question for one cell, with its reasons. */
export interface AskedCell {
  area: AskedArea;
  kind: Kind;
  frame: Frame;
  day: string;
  /** Entries at most, the best first. */
  most: number;
}

export interface CellAnswer extends Decision {
  entries: (Weighed & { unit: string; organisation: string | null })[];
  /** How many there are beside those. */
  more: number;
  population: number;
  places: number;
  /** Places for each 10,000 inhabitants the frame wants; null when it wants no number. */
  wanted: number | null;
  /** Where else it is to be had; null when that is nowhere, or it is not asked because the cell is covered. */
  nearest: Nearest | null;
}

/** A question for candidates in some areas (NIS codes) and what lies in them. */
export interface AskedCandidates extends Omit<Evidence, 'lines'> {
  frame: Frame;
  day: string;
  within: readonly string[];
}

/** A question for the entries to ask first: those that leave the most cells of these areas unknown. */
export interface AskedFirst {
  areas: readonly AskedArea[];
  /** Each kind of help is looked at for everybody, for each age and for each group. */
  types: readonly string[];
  ages: readonly string[];
  targets: readonly string[];
  frame: Frame;
  day: string;
  /** Entries at most, those that decide most first. */
  most: number;
}

export interface FirstAnswer {
  entries: ToAsk[];
  /** How many there are in all. */
  count: number;
  /** Cells that are unknown, of so many. */
  unknown: number;
  cells: number;
}
