import type { Box, Point } from './outlines.ts';

/** How the plane of the outlines is laid out on a drawing. */
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

const drawing = { width: 800, tallest: 660 };

/** The whole country. */
export const country: Box = { x: 0, y: 0, width: 800, height: 657 };

const rounded = (value: number): number => Math.round(value * 10) / 10;

/** A part of the plane as large as fits, with a margin for what stands at the border. */
export function frameOfBox(box: Box, margin: number): Frame {
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

/** The smallest box around some; the whole country around none. */
export function boxAround(boxes: readonly Box[]): Box {
  if (boxes.length === 0) return country;
  const x = Math.min(...boxes.map((one) => one.x));
  const y = Math.min(...boxes.map((one) => one.y));
  const right = Math.max(...boxes.map((one) => one.x + one.width));
  const bottom = Math.max(...boxes.map((one) => one.y + one.height));
  return { x, y, width: right - x, height: bottom - y };
}
