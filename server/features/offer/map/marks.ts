/** A number on the map: in an area, for somewhere in a province, or in the dot of a municipality. */
export interface Mark {
  kind: 'number' | 'wide' | 'dot';
  x: number;
  y: number;
  count: number;
  number: string;
  /** A name beside it; null where there is no room for one. */
  name: string | null;
  /** The name and number in words, for a link. */
  told: string | null;
  href: string | null;
  /** Too little room for the larger numbers of a phone. */
  isTight: boolean;
}

/** Sizes on the drawing: a letter's usual width, a line's height, and how far a dot reaches. */
const size = { letter: 9, line: 20, dot: 16 };

interface Rectangle {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

const around = ({ x, y }: Mark): Rectangle => ({
  left: x - size.dot,
  right: x + size.dot,
  top: y - size.dot,
  bottom: y + size.dot,
});

/** Its name stands below a dot. */
function nameUnder({ x, y, name }: Mark): Rectangle {
  const half = ((name ?? '').length * size.letter) / 2;
  return { left: x - half, right: x + half, top: y + size.dot, bottom: y + size.dot + size.line };
}

const meet = (a: Rectangle, b: Rectangle): boolean =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

/**
 * Dots with their names, as far as these cover no other dot or name and stay on the drawing: the most results first. The
 * table names all of them.
 */
export function labelled(dots: readonly Mark[], width: number): Mark[] {
  const sorted = [...dots].sort((a, b) => b.count - a.count || (a.told ?? '').localeCompare(b.told ?? ''));
  const taken: { of: Mark; at: Rectangle }[] = sorted.map((dot) => ({ of: dot, at: around(dot) }));
  return sorted.map((dot) => {
    const at = nameUnder(dot);
    const isFree = taken.every((one) => one.of === dot || !meet(one.at, at));
    if (!isFree || at.left < 0 || at.right > width) return { ...dot, name: null };
    taken.push({ of: dot, at });
    return dot;
  });
}
