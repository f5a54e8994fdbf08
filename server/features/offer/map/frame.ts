import { areaOf, provinceWithCode, whereabouts } from '../../../geography/geography.ts';
import { arrondissementOutlines, type Box, type Point, provinceFrames } from '../../../geography/outlines.ts';
import { everywhere, unknown } from '../facets.ts';
import type { OfferQuery } from '../search/query.ts';

/** What the map shows: the country, one province, or one arrondissement with its municipalities. */
export type Extent = { level: 'country'; nis: null } | { level: 'province' | 'arrondissement'; nis: string };

type Chosen = Pick<OfferQuery, 'choices' | 'places'>;

const isArea = (value: string): boolean => value !== unknown && value !== everywhere;

/** One arrondissement or one province that is chosen is looked at closely; of several nobody can say which. */
export function extentOf({ choices }: Chosen): Extent {
  const arrondissements = choices.arrondissement.filter(isArea);
  if (arrondissements.length === 1) return { level: 'arrondissement', nis: arrondissements[0]! };
  const provinces = choices.province.filter(isArea);
  const [only, ...others] = provinces.map((code) => provinceWithCode(code)?.nis);
  if (arrondissements.length === 0 && only && others.length === 0) return { level: 'province', nis: only };
  return { level: 'country', nis: null };
}

/** NIS codes of the provinces somebody looks in; null when it is everywhere. */
export function provincesAsked({ choices, places }: Chosen): Set<string> | null {
  const chosen = choices.province.filter(isArea).map((code) => provinceWithCode(code)?.nis ?? '');
  const around = places.map((nis) => whereabouts(nis).province ?? '');
  const asked = [...chosen, ...around].filter((nis) => nis !== '');
  return asked.length > 0 ? new Set(asked) : null;
}

/** How the plane of the outlines is laid out on the drawing. */
export interface Frame {
  width: number;
  height: number;
  /** SVG transform of everything that is drawn on the plane. */
  transform: string;
  scale: number;
  place(point: Point): Point;
  /** Whether anything of a box can be seen. */
  shows(box: Box): boolean;
}

const drawing = { width: 800, tallest: 660, margin: 24 };
const country: Box = { x: 0, y: 0, width: 800, height: 657 };

const boxOf = ({ level, nis }: Extent): Box => {
  if (level === 'country') return country;
  if (level === 'province') return provinceFrames.get(nis)?.box ?? country;
  return arrondissementOutlines.find((one) => one.nis === nis)?.box ?? country;
};

/** As large as fits, with a margin for what stands at the border. */
export function frameOf(extent: Extent): Frame {
  const box = boxOf(extent);
  const margin = extent.level === 'country' ? 0 : drawing.margin;
  const scale = Math.min(
    (drawing.width - 2 * margin) / box.width,
    (drawing.tallest - 2 * margin) / box.height,
  );
  const height = Math.ceil(box.height * scale + 2 * margin);
  const left = (drawing.width - box.width * scale) / 2 - box.x * scale;
  const top = margin - box.y * scale;
  const place = ({ x, y }: Point): Point => ({
    x: rounded(x * scale + left),
    y: rounded(y * scale + top),
  });
  return {
    ...{ width: drawing.width, height, scale, place },
    transform: `translate(${rounded(left)} ${rounded(top)}) scale(${scale.toFixed(4)})`,
    shows: (one) => {
      const from = place(one);
      const to = place({ x: one.x + one.width, y: one.y + one.height });
      return to.x > 0 && to.y > 0 && from.x < drawing.width && from.y < height;
    },
  };
}

const rounded = (value: number): number => Math.round(value * 10) / 10;

/** The province, by its ISO code, that an arrondissement lies in. */
export const provinceCodeOf = (nis: string): string => areaOf(whereabouts(nis).province ?? '')?.code ?? '';
