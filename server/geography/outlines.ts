import { readFileSync } from 'node:fs';

/** Where something stands on the plane of the outlines, 800 wide and 657 high. */
export interface Point {
  x: number;
  y: number;
}

/** A rectangle on that plane. */
export interface Box extends Point {
  width: number;
  height: number;
}

/** An area as it is drawn. */
export interface Outline {
  nis: string;
  /** The place inside it that is farthest from its border, and for a province also from those of its parts. */
  at: Point;
  /** Radius of the circle that fits in there. */
  room: number;
  box: Box;
}

interface Given {
  nis: string;
  x: number;
  y: number;
  room: number;
  box: [number, number, number, number];
}

interface File {
  plane: { x: [number, number]; y: [number, number] };
  provinces: Given[];
  outlines: (Given & { path: string })[];
}

function read<T>(file: string): T {
  return JSON.parse(readFileSync(new URL(`data/${file}`, import.meta.url), 'utf8')) as T;
}

const file = read<File>('arrondissementOutlines.json');

function outlineOf({ nis, x, y, room, box }: Given): Outline {
  const [left, top, width, height] = box;
  return { nis, at: { x, y }, room, box: { x: left, y: top, width, height } };
}

/** The arrondissements, each with its SVG path. */
export const arrondissementOutlines: readonly (Outline & { path: string })[] = file.outlines.map((one) => ({
  ...outlineOf(one),
  path: one.path,
}));

/** Provinces and Brussels by NIS code, for what lies somewhere in them. Their paths: `provinceOutlines`. */
export const provinceFrames: ReadonlyMap<string, Outline> = new Map(
  file.provinces.map((one) => [one.nis, outlineOf(one)]),
);

const middles = new Map(
  read<{ municipalities: { nis: string; lat: number; lon: number }[] }>(
    'municipalities.json',
  ).municipalities.map(({ nis, lat, lon }) => {
    const [x, y] = [file.plane.x, file.plane.y];
    return [nis, { x: x[0] * lon + x[1], y: y[0] * lat + y[1] }];
  }),
);

/** The middle of a municipality (NIS code) on the plane; undefined for what is no municipality. */
export const middleOf = (nis: string): Point | undefined => middles.get(nis);
