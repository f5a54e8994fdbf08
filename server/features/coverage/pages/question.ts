import { Invalid } from '../../../core/errors.ts';
import { areaOf } from '../../../geography/geography.ts';
import { type Dimension, dimensions, type Kind } from '../frame.ts';
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
import { type Asked, belgium, fields, type Side } from './forms.ts';
import type { Known } from './queries.ts';
import { type Standard, standardOf } from './standards.ts';

/** Another look at the same cells, to compare with. */
export interface Other {
  by: 'standard' | 'day';
  look: AskedLook;
  /** What it looks by: on another day, the same as the question. */
  standard: Standard;
}

/** What an address asks, made whole: nothing is left to guess. */
export interface Question {
  asked: Asked;
  within: Within;
  /** Along an axis; the one area that is looked at where areas are none. */
  areas: PlacedArea[];
  /** NIS code of the province whose municipalities are shown. */
  province: string;
  standard: Standard;
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

function isSame(one: Standard | null | undefined, other: Standard | undefined): boolean {
  if (!one || !other) return false;
  const [a, b] = [one.named.frame, other.named.frame];
  return a.id === b.id && a.version === b.version;
}

/** What only the store and the day can tell to be wrong, as translation keys by field. */
export function faultsOf(asked: Asked, known: Known, today: string): Record<string, string> {
  const { standards, zones } = known;
  const isType = known.types.some((one) => one._id === asked.type);
  const isArea = areaOf(asked.area) !== undefined || zones.some((one) => one.code === asked.area);
  const hasAreas = asked.rows === 'area' || asked.columns === 'area';
  const standard = standardOf(standards, asked.standard);
  const against = asked.against === '' ? null : standardOf(standards, asked.against);
  const day = asked.day || today;
  const faults: [keyof Asked, boolean, string][] = [
    ['within', withinOf(asked, known) === null, 'coverage.errors.within'],
    ['province', asked.province !== '' && !isProvince(asked.province), 'coverage.errors.province'],
    ['area', asked.area !== '' && !isArea, 'coverage.errors.area'],
    ['type', asked.type !== '' && !isType, 'coverage.errors.type'],
    ['level', hasAreas && asked.level === 'zone' && zones.length === 0, 'coverage.errors.zones'],
    ['standard', standard === undefined, 'coverage.errors.standard'],
    ['against', against === undefined, 'coverage.errors.standard'],
    ['against', isSame(against, standard), 'coverage.errors.sameStandard'],
    ['day', day > today, 'coverage.errors.future'],
    ['earlier', asked.earlier >= day, 'coverage.errors.earlier'],
  ];
  return Object.fromEntries(faults.filter(([, isWrong]) => isWrong).map(([field, , key]) => [field, key]));
}

function otherOf(asked: Asked, look: AskedLook, standard: Standard, { standards }: Known): Other | null {
  if (asked.against !== '') {
    const against = standardOf(standards, asked.against)!;
    return { by: 'standard', look: { ...look, frame: against.named.frame }, standard: against };
  }
  return asked.earlier === '' ? null : { by: 'day', look: { ...look, day: asked.earlier }, standard };
}

/** The one area that is looked at where areas are no side. */
function onlyArea(asked: Asked, within: Within, { zones }: Known): AskedArea {
  if (asked.area === '') return wholeOf(within);
  const zone = zones.find((one) => one.code === asked.area);
  return zone ? { code: zone.code, parts: zone.parts } : { code: asked.area };
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
  const areas = hasAreas
    ? areasAt(asked.level, within, province, known.zones)
    : [{ asked: onlyArea(asked, within, known), group: 'own' }];
  const standard = standardOf(known.standards, asked.standard)!;
  const look: AskedLook = {
    areas: areas.map((one) => one.asked),
    axes: [asked.rows, asked.columns]
      .filter(isDimension)
      .map((dimension) => ({ dimension, values: codes(dimension) })),
    filters: filtersOf(asked),
    frame: standard.named.frame,
    day: asked.day || today,
  };
  return { asked, within, areas, province, standard, look, other: otherOf(asked, look, standard, known) };
}

/** The same without what is wrong with it: for showing a refused form again. */
export const withoutFaults = (asked: Asked, faults: Record<string, string>): Asked => ({
  ...asked,
  ...Object.fromEntries(
    Object.keys(faults).map((field) => [field, fields[field as keyof Asked].parse(undefined)]),
  ),
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
