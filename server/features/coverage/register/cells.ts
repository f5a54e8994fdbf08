import type { GapRecord, GapStatus } from '../../../../models/Gap.ts';
import type { GapValues } from '../../../../models/gapFields.ts';
import { allAreas, whereabouts } from '../../../geography/geography.ts';
import type { Cell, Kind } from '../frame.ts';
import { isAboutKind } from './aboutCell.ts';
import { isClosed } from './lifeCycle.ts';

/** Cells of a gap that are looked up: beyond these a gap is about so much that one cell says little of it. */
export const mostCells = 6;

const each = (values: readonly string[]): readonly (string | undefined)[] =>
  values.length === 0 ? [undefined] : values;

type Places = Pick<GapValues, 'functions' | 'areas' | 'ages' | 'targetGroups' | 'settings' | 'problems'>;

/** The cells of the matrix a gap speaks of, some at most; none when it does not say which help or where. */
export function cellsOf({ functions, areas, ages, targetGroups, settings, problems }: Places): Cell[] {
  const kinds = functions.flatMap((type) =>
    each(settings).flatMap((setting) =>
      each(ages).flatMap((age) =>
        each(targetGroups).flatMap((target) =>
          each(problems).map((problem): Kind => {
            const asked = Object.entries({ type, setting, age, target, problem });
            return Object.fromEntries(asked.filter(([, code]) => code !== undefined));
          }),
        ),
      ),
    ),
  );
  return areas.flatMap((area) => kinds.map((kind) => ({ ...kind, area }))).slice(0, mostCells);
}

/** A cell to ask the register about; a zone is put together from `parts` (NIS codes). */
export interface AskedOfRegister extends Cell {
  readonly parts?: readonly string[];
}

const inside = new Map<string, string[]>();

/** All areas that lie in an area, itself included. */
function areasIn(nis: string): readonly string[] {
  if (inside.size === 0) {
    for (const { nis: own } of allAreas())
      for (const around of new Set(Object.values(whereabouts(own)))) {
        if (around === null) continue;
        const list = inside.get(around) ?? [];
        list.push(own);
        inside.set(around, list);
      }
  }
  return inside.get(nis) ?? [];
}

/** Every area a gap that names this one is about: what lies in it, and what it lies in. */
const touching = (nis: string): Set<string> =>
  new Set([...areasIn(nis), ...Object.values(whereabouts(nis)).filter((one) => one !== null)]);

/** What somebody still has to do something about; what is done twice is no gap in a cell. */
const isOpenGap = ({ status, values }: { status: GapStatus; values: GapValues }): boolean =>
  !isClosed(status) && values.kind !== 'overlap';

/**
 * The open gaps about each cell, in the order of the cells. Each gap goes once under its areas and kinds of help, and
 * each cell looks up its own: the work grows with the gaps plus the cells, never with one times the other.
 */
export function gapsByCell(gaps: readonly GapRecord[], cells: readonly AskedOfRegister[]): GapRecord[][] {
  const byPlace = new Map<string, GapRecord[]>();
  const put = (key: string, gap: GapRecord): void => {
    const list = byPlace.get(key);
    if (list) list.push(gap);
    else byPlace.set(key, [gap]);
  };
  for (const gap of gaps.filter(isOpenGap)) {
    const areas = new Set(gap.values.areas.flatMap((nis) => [...touching(nis)]));
    for (const area of areas) {
      put(`${area}/`, gap);
      for (const type of gap.values.functions) put(`${area}/${type}`, gap);
    }
  }
  return cells.map(({ area, parts, ...kind }) => {
    const found = (parts ?? [area]).flatMap((nis) => byPlace.get(`${nis}/${kind.type ?? ''}`) ?? []);
    return [...new Set(found)].filter(({ values }) => isAboutKind(values, kind));
  });
}
