import { wrapped } from '../../../../drawing/text.ts';
import { type Course, lanesOf, lengthOfWord } from './lanes.ts';
import type { Drawn, Node, Way } from './nodes.ts';

/** Sizes in units: one is a pixel where the picture is not made smaller. */
const widths = { narrow: 312, wide: 720 };
const inBox = 12;
const line = 21;
/** Between two boxes: with the sign of a way in it, or without. */
const gap = { open: 52, closed: 22 };
const lane = 32;
/** The way straight down runs here, from the left side of a box. */
const down = 28;

export interface Box {
  key: string;
  kind: Node['kind'];
  y: number;
  width: number;
  height: number;
  lines: { y: number; text: string; isTitle: boolean }[];
}

/** One way as it is drawn: the line, its head, its sign and the word beside it. */
export interface Line {
  works: Way['works'];
  path: string;
  head: string;
  sign: { x: number; y: number };
  word: { x: number; y: number; text: string; isUpright: boolean };
}

export interface Picture {
  width: number;
  height: number;
  boxes: Box[];
  lines: Line[];
}

/** Whether a way leads straight down to the next box. */
const isNext = (nodes: readonly Node[], { from, to }: Way): boolean => {
  const at = nodes.findIndex((one) => one.key === from);
  return at >= 0 && nodes[at + 1]?.key === to;
};

function boxesOf({ nodes, ways }: Drawn, width: number): Box[] {
  let y = 1;
  return nodes.map((node, at): Box => {
    const texts = [
      ...wrapped(node.title, width - 2 * inBox, true).map((text) => ({ text, isTitle: true })),
      ...node.under.flatMap((one) =>
        wrapped(one, width - 2 * inBox).map((text) => ({ text, isTitle: false })),
      ),
    ];
    const height = texts.length * line + 2 * inBox - 6;
    const lines = texts.map((one, index) => ({ ...one, y: y + inBox + index * line + 12 }));
    const box = { key: node.key, kind: node.kind, y, width, height, lines };
    const next = nodes[at + 1]?.key;
    const isOpen = ways.some((one) => one.from === node.key && one.to === next);
    y += height + (isOpen ? gap.open : gap.closed);
    return box;
  });
}

const lineDown = (way: Way, from: Box, to: Box): Line => {
  const [top, bottom] = [from.y + from.height, to.y];
  const middle = (top + bottom) / 2 - 3;
  return {
    works: way.works,
    path: `M${down} ${top}V${bottom - 8}`,
    head: headAt(down, bottom, 'down'),
    sign: { x: down, y: middle },
    word: { x: down + 20, y: middle + 5, text: way.word, isUpright: false },
  };
};

const headAt = (x: number, y: number, points: 'down' | 'left'): string =>
  points === 'down' ? `M${x - 6} ${y - 10}h12l-6 10z` : `M${x + 10} ${y - 6}v12l-10 -6z`;

/** Where ways touch the side of each box, from top to bottom, so that none starts where another ends. */
function touches(boxes: ReadonlyMap<string, Box>, ways: readonly Way[]) {
  const ends = ways.flatMap((way, at) => [
    { at, end: 'from' as const, key: way.from, other: boxes.get(way.to)!.y },
    { at, end: 'to' as const, key: way.to, other: boxes.get(way.from)!.y },
  ]);
  const places = ways.map(() => ({ from: 0, to: 0 }));
  for (const [key, box] of boxes) {
    const own = ends.filter((one) => one.key === key).sort((a, b) => a.other - b.other || a.at - b.at);
    for (const [index, { at, end }] of own.entries())
      places[at]![end] = box.y + (box.height * (index + 1)) / (own.length + 1);
  }
  return places;
}

function linesBeside(ways: readonly Way[], courses: readonly Course[], width: number): Line[] {
  const lanes = lanesOf(courses);
  return ways.map((way, at): Line => {
    const { from, to, word } = courses[at]!;
    const x = width + 16 + lanes[at]! * lane;
    const middle = (from + to) / 2;
    const start = middle - lengthOfWord(word) / 2 + 11;
    return {
      works: way.works,
      path: `M${width} ${from}H${x}V${to}H${width + 9}`,
      head: headAt(width, to, 'left'),
      sign: { x, y: start },
      word: { x: x + 6, y: start + 15, text: word, isUpright: true },
    };
  });
}

/** One drawing for a width; more lanes make the boxes narrower, down to what words need. */
function drawing(drawn: Drawn, most: number): Picture {
  const beside = drawn.ways.filter((way) => !isNext(drawn.nodes, way));
  const layout = (lanes: number) => {
    const width = Math.max(170, Math.min(520, most - (lanes > 0 ? 20 + lanes * lane : 2)));
    const boxes = boxesOf(drawn, width);
    const byKey = new Map(boxes.map((one) => [one.key, one]));
    const courses = touches(byKey, beside).map((one, at) => ({ ...one, word: beside[at]!.word }));
    return { width, boxes, byKey, courses, lanes: Math.max(0, ...lanesOf(courses).map((one) => one + 1)) };
  };
  let laid = layout(0);
  // Narrower boxes are higher, which can only change how many lanes there are a few times.
  for (let round = 0; round < 4; round++) laid = layout(laid.lanes);
  const { width, boxes, byKey, courses } = laid;
  const lines = drawn.ways
    .filter((way) => isNext(drawn.nodes, way))
    .map((way) => lineDown(way, byKey.get(way.from)!, byKey.get(way.to)!));
  const last = boxes.at(-1);
  return {
    width: width + (laid.lanes > 0 ? 20 + laid.lanes * lane : 2),
    height: last ? last.y + last.height + 1 : 0,
    boxes,
    lines: [...lines, ...linesBeside(beside, courses, width)],
  };
}

/** The picture of a circuit for a phone and for a wider page: the same things, drawn the same way each time. */
export const pictureOf = (drawn: Drawn): { narrow: Picture; wide: Picture } => ({
  narrow: drawing(drawn, widths.narrow),
  wide: drawing(drawn, widths.wide),
});
