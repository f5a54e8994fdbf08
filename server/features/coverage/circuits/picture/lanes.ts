import { textWidth } from '../../../../drawing/text.ts';

/** Where a way runs beside the boxes, in units of the picture; how much its word needs is in it. */
export interface Course {
  from: number;
  to: number;
  word: string;
}

/** What a sign and its word need along a line. */
export const lengthOfWord = (word: string): number => textWidth(word) + 26;

function stretchOf({ from, to, word }: Course): [top: number, bottom: number] {
  const [top, bottom] = [Math.min(from, to), Math.max(from, to)];
  const missing = Math.max(0, lengthOfWord(word) - (bottom - top)) / 2;
  return [top - missing, bottom + missing];
}

/** The lane of each course, from 0: the shortest nearest to the boxes, no two over each other. */
export function lanesOf(courses: readonly Course[]): number[] {
  const stretches = courses.map(stretchOf);
  const length = (at: number): number => stretches[at]![1] - stretches[at]![0];
  const lanes: number[] = [];
  const taken: [number, number][][] = [];
  // Sorting keeps the order of equals, so the same circuit is always drawn the same way.
  for (const at of courses.map((_, index) => index).sort((a, b) => length(a) - length(b))) {
    const [top, bottom] = stretches[at]!;
    const isFree = (lane: [number, number][]): boolean =>
      lane.every(([from, until]) => bottom + 6 < from || until + 6 < top);
    const free = taken.findIndex(isFree);
    const lane = free < 0 ? taken.length : free;
    taken[lane] = [...(taken[lane] ?? []), [top, bottom]];
    lanes[at] = lane;
  }
  return lanes;
}
