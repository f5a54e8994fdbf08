import { boxAround, frameOfBox } from '../../../geography/drawing.ts';
import { areaName, areaOf, provinceOutlines, whereabouts } from '../../../geography/geography.ts';
import { arrondissementOutlines, middleOf, provinceFrames } from '../../../geography/outlines.ts';
import { membersOf, membersOfAll, municipalities } from '../territories.ts';
import type { AxisValue } from './axes.ts';
import type { GridCell, GridRow, Sides } from './grid.ts';
import { type CellView, cellMaker, grouped } from './matrixView.ts';
import type { Question } from './question.ts';
import type { Reader } from './reader.ts';

/** The cells of one row of the matrix by area (of one column, where areas are the rows). */
function cellsByArea({ asked }: Question, { rows, columns }: Sides, grid: readonly GridRow[]) {
  const isDown = rows.side === 'area';
  const lines = isDown ? columns.values : rows.values;
  const line = lines.find((one) => one.code === asked.line) ?? lines[0]!;
  const cells = isDown
    ? grid.map(({ cells }) => cells.find((one) => one.column.code === line.code)!)
    : grid.find(({ row }) => row.code === line.code)!.cells;
  const areaOf = (cell: GridCell) => (isDown ? cell.row : cell.column);
  return { lines, line, cells: cells.map((cell) => ({ area: areaOf(cell), cell })) };
}

/** An outline or a municipality that is drawn, and the cell it stands for. */
interface Shown {
  nis: string;
  view: CellView;
}

/**
 * What is drawn for an area: itself, or for a zone the arrondissements that lie in it whole and, one by one, its other
 * municipalities, of which we have no outlines.
 */
function piecesOf({ code, parts = [code] }: AxisValue, view: CellView): Shown[] {
  if (areaOf(code)) return [{ nis: code, view }];
  const members = membersOfAll(parts);
  const inside = new Set(members);
  const whole = arrondissementOutlines.filter(({ nis }) => membersOf(nis).every((at) => inside.has(at)));
  const covered = new Set(whole.flatMap(({ nis }) => membersOf(nis)));
  const others = members.filter((at) => !covered.has(at)).map((at) => municipalities[at]!);
  return [...whole.map(({ nis }) => nis), ...others].map((nis) => ({ nis, view }));
}

const isMunicipality = ({ nis }: Shown): boolean => areaOf(nis)?.level === 'municipality';

/** The outlines that are drawn for an area, and the place and room for its icon. */
function drawnFor(nis: string) {
  const province = provinceOutlines.get(nis);
  const frame = provinceFrames.get(nis);
  if (province && frame) return { ...frame, path: province };
  return arrondissementOutlines.find((one) => one.nis === nis) ?? null;
}

function municipalityMarks(shown: readonly Shown[], frame: ReturnType<typeof frameOfBox>) {
  return shown.map(({ nis, view }) => {
    const at = frame.place(middleOf(nis) ?? { x: 0, y: 0 });
    return { ...at, view, size: 22, isDot: true, isOnDeep: false, name: null, isTight: false };
  });
}

function areaMarks(shown: readonly Shown[], frame: ReturnType<typeof frameOfBox>, reader: Reader) {
  return shown.flatMap(({ nis, view }) => {
    const drawn = drawnFor(nis);
    if (!drawn) return [];
    const room = drawn.room * frame.scale;
    const size = Math.round(Math.min(34, Math.max(18, room * 0.9)));
    const name = areaName(nis, reader.language);
    return {
      ...frame.place(drawn.at),
      ...{ view, size, isDot: false, isOnDeep: view.state.fill === 's4' },
      // Some 10 units a letter; the table names all of them.
      name: room * 3.2 > name.length * 10 ? name : null,
      isTight: room < 24,
    };
  });
}

/** The areas that are asked for, and as far as they can be seen the others around them. */
function shapesOf(shown: readonly Shown[], frame: ReturnType<typeof frameOfBox>) {
  const views = new Map(shown.map(({ nis, view }) => [nis, view]));
  const ground = new Set(shown.filter(isMunicipality).map(({ nis }) => whereabouts(nis).arrondissement));
  const isProvinces = shown.some(({ nis }) => provinceOutlines.has(nis));
  const provinces = isProvinces ? [...provinceFrames.values()] : [];
  const outlines = isProvinces
    ? provinces.map((one) => ({ ...one, path: provinceOutlines.get(one.nis)! }))
    : arrondissementOutlines;
  const shapes = outlines
    .filter(({ box }) => frame.shows(box))
    .map(({ nis, path }) => ({
      path,
      view: views.get(nis) ?? null,
      isGround: ground.has(nis),
    }));
  // The opened one last: its border lies over those of its neighbours.
  return shapes.sort((a, b) => Number(a.view?.isOpen ?? false) - Number(b.view?.isOpen ?? false));
}

/** One row of the matrix on a map, with the same in a table beside it. */
export function mapView(question: Question, sides: Sides, grid: readonly GridRow[], reader: Reader) {
  if (sides.rows.side !== 'area' && sides.columns.side !== 'area') return null;
  const { lines, line, cells } = cellsByArea(question, sides, grid);
  const cellOf = cellMaker(question, reader);
  const views = cells.map(({ cell }) => cellOf(cell));
  const shown = cells.flatMap(({ area }, at) => piecesOf(area, views[at]!));
  const [dots, areas] = [shown.filter(isMunicipality), shown.filter((one) => !isMunicipality(one))];
  const around = new Set(dots.map(({ nis }) => whereabouts(nis).arrondissement));
  const drawn = [
    ...areas.flatMap(({ nis }) => drawnFor(nis) ?? []),
    ...arrondissementOutlines.filter(({ nis }) => around.has(nis)),
  ];
  const isCountry = question.within.own.size > 500 && dots.length === 0;
  const frame = frameOfBox(boxAround(drawn.map(({ box }) => box)), isCountry ? 0 : 24);
  const rows = cells.map(({ area }, at) => ({
    ...{ name: area.name, group: area.group, view: views[at]! },
    population: area.population === null ? '' : reader.number(area.population),
  }));
  return {
    title: reader.t('coverage.map.title', { name: line.name }),
    line: line.code,
    lines: lines.map(({ code, name }) => ({ value: code, text: name })),
    ...{ width: frame.width, height: frame.height, transform: frame.transform },
    shapes: shapesOf(shown, frame),
    borders: [...provinceOutlines.values()],
    marks: [...areaMarks(areas, frame, reader), ...municipalityMarks(dots, frame)],
    groups: grouped(rows).map(({ name, values }) => ({ name, rows: values })),
    mark: [line.code, ...views.map(({ mark }) => mark)].join(' '),
  };
}
