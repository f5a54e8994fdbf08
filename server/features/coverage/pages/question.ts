import { Invalid } from '../../../core/errors.ts';
import { areaOf } from '../../../geography/geography.ts';
import { type Dimension, dimensions, type Frame, type Kind } from '../frame.ts';
import type { AskedArea, AskedLook } from '../service/asked.ts';
import {
  areasAt,
  everywhere,
  firstProvince,
  isProvince,
  type PlacedArea,
  type Within,
  wholeOf,
  withinPlatform,
} from './areas.ts';
import { type Asked, belgium, type Side } from './forms.ts';
import type { Known } from './queries.ts';
import { firstStandard, standardOf } from './standards.ts';

/** Another look at the same cells, to compare with. */
export interface Other {
  by: 'standard' | 'day';
  look: AskedLook;
}

/** What an address asks, made whole: nothing is left to guess. */
export interface Question {
  asked: Asked;
  within: Within;
  /** Along an axis; the one area that is looked at where areas are none. */
  areas: PlacedArea[];
  /** NIS code of the province whose municipalities are shown. */
  province: string;
  look: AskedLook;
  other: Other | null;
}

const isDimension = (side: Side): side is Dimension => side !== 'area';

/** What is asked beside the two sides; a filter on a side that is looked along says nothing. */
function filtersOf(asked: Asked): Kind {
  const chosen = dimensions
    .filter((one) => asked[one] !== '' && one !== asked.rows && one !== asked.columns)
    .map((one) => [one, asked[one]]);
  return Object.fromEntries(chosen);
}

function withinOf(asked: Asked, { platforms, home }: Known): Within | null {
  const code = asked.within || (home?._id ?? belgium);
  if (code === belgium) return everywhere;
  const platform = platforms.find((one) => one._id === code);
  return platform ? withinPlatform(platform) : null;
}

/** What only the store and the day can tell to be wrong, as translation keys by field. */
export function faultsOf(asked: Asked, known: Known, today: string): Record<string, string> {
  const isType = known.types.some((one) => one._id === asked.type);
  const day = asked.day || today;
  const faults: [keyof Asked, boolean, string][] = [
    ['within', withinOf(asked, known) === null, 'coverage.errors.within'],
    ['province', asked.province !== '' && !isProvince(asked.province), 'coverage.errors.province'],
    ['area', asked.area !== '' && areaOf(asked.area) === undefined, 'coverage.errors.area'],
    ['type', asked.type !== '' && !isType, 'coverage.errors.type'],
    ['standard', asked.standard !== '' && !standardOf(asked.standard), 'coverage.errors.standard'],
    ['against', asked.against !== '' && !standardOf(asked.against), 'coverage.errors.standard'],
    [
      'against',
      asked.against !== '' && asked.against === (asked.standard || firstStandard),
      'coverage.errors.sameStandard',
    ],
    ['day', day > today, 'coverage.errors.future'],
    ['earlier', asked.earlier >= day, 'coverage.errors.earlier'],
  ];
  return Object.fromEntries(faults.filter(([, isWrong]) => isWrong).map(([field, , key]) => [field, key]));
}

function otherOf(asked: Asked, look: AskedLook): Other | null {
  const frame = standardOf(asked.against);
  if (asked.against !== '' && frame) return { by: 'standard', look: { ...look, frame } };
  return asked.earlier === '' ? null : { by: 'day', look: { ...look, day: asked.earlier } };
}

/**
 * @param codes the codes along each dimension that is an axis
 * @param today YYYY-MM-DD
 * @throws Invalid beside the field that names what there is not
 */
export function questionOf(
  asked: Asked,
  known: Known,
  codes: (dimension: Dimension) => readonly string[],
  today: string,
): Question {
  const faults = faultsOf(asked, known, today);
  if (Object.keys(faults).length > 0) throw new Invalid(faults);
  const within = withinOf(asked, known)!;
  const province = asked.province || firstProvince(within);
  const hasAreas = asked.rows === 'area' || asked.columns === 'area';
  const only: AskedArea = asked.area === '' ? wholeOf(within) : { code: asked.area };
  const areas = hasAreas ? areasAt(asked.level, within, province) : [{ asked: only, group: 'own' }];
  const look: AskedLook = {
    areas: areas.map((one) => one.asked),
    axes: [asked.rows, asked.columns]
      .filter(isDimension)
      .map((dimension) => ({ dimension, values: codes(dimension) })),
    filters: filtersOf(asked),
    frame: standardOf(asked.standard || firstStandard) as Frame,
    day: asked.day || today,
  };
  return { asked, within, areas, province, look, other: otherOf(asked, look) };
}

/** The same without what is wrong with it: for showing a refused form again. */
export const withoutFaults = (asked: Asked, faults: Record<string, string>): Asked => ({
  ...asked,
  ...Object.fromEntries(Object.keys(faults).map((field) => [field, ''])),
});

/** What the cell at a place of a matrix asks: areas first, then the sides that are dimensions. */
export function kindAt(
  { asked, look }: Question,
  row: string,
  column: string,
): { area: AskedArea; kind: Kind } {
  const at = (side: Side, code: string) => (side === 'area' ? null : ([side, code] as const));
  const along = [at(asked.rows, row), at(asked.columns, column)].filter((one) => one !== null);
  const code = asked.rows === 'area' ? row : asked.columns === 'area' ? column : look.areas[0]!.code;
  const area = look.areas.find((one) => one.code === code) ?? { code };
  return { area, kind: { ...look.filters, ...Object.fromEntries(along) } };
}
