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
  /** Too little room for the larger numbers or names of a phone. */
  isTight: boolean;
  /** On a deep tint. */
  isOnDeep: boolean;
}

interface Sizes {
  /** A letter's usual width. */
  letter: number;
  line: number;
  /** How far a dot reaches. */
  dot: number;
}

/** On the drawing, as the style sheet has them: on a wide screen, and on a phone, where letters are larger in proportion. */
const wide: Sizes = { letter: 10.5, line: 22, dot: 16 };
const narrow: Sizes = { letter: 15, line: 32, dot: 26 };

interface Rectangle {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

const around = ({ x, y }: Mark, { dot }: Sizes): Rectangle => ({
  left: x - dot,
  right: x + dot,
  top: y - dot,
  bottom: y + dot,
});

/** Its name stands below a dot. */
function nameUnder({ x, y, name }: Mark, { letter, line, dot }: Sizes): Rectangle {
  const half = ((name ?? '').length * letter) / 2;
  return { left: x - half, right: x + half, top: y + dot, bottom: y + dot + line };
}

const meet = (a: Rectangle, b: Rectangle): boolean =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

/** Of some dots, first come first served, those whose name covers no other dot or name and stays on the drawing. */
function withRoom(dots: readonly Mark[], width: number, sizes: Sizes): Set<Mark> {
  const taken = dots.map((dot) => ({ of: dot, at: around(dot, sizes) }));
  const named = new Set<Mark>();
  for (const dot of dots) {
    const at = nameUnder(dot, sizes);
    const isFree = taken.every((one) => one.of === dot || !meet(one.at, at));
    if (!isFree || at.left < 0 || at.right > width) continue;
    taken.push({ of: dot, at });
    named.add(dot);
  }
  return named;
}

/** Dots with their names as far as there is room, those with the most results first. The table names all of them. */
export function labelled(dots: readonly Mark[], width: number): Mark[] {
  const sorted = [...dots].sort((a, b) => b.count - a.count || (a.told ?? '').localeCompare(b.told ?? ''));
  const named = withRoom(sorted, width, wide);
  const onPhone = withRoom(
    sorted.filter((dot) => named.has(dot)),
    width,
    narrow,
  );
  return sorted.map((dot) => ({
    ...dot,
    name: named.has(dot) ? dot.name : null,
    isTight: !onPhone.has(dot),
  }));
}
