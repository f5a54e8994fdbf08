import { arrondissementOutlines } from './outlines.ts';

/** The corners of an outline on the plane, in tenths, as `x,y`. Paths are one `M`, relative steps and `z`, some of them twice. */
function cornersOf(path: string): Set<string> {
  const corners = new Set<string>();
  let [x, y] = [0, 0];
  for (const [, letter, steps = ''] of path.matchAll(/([Ml])([^a-zA-Z]*)/g)) {
    const numbers = (steps.match(/-?\d*\.?\d+/g) ?? []).map((one) => Math.round(Number(one) * 10));
    for (let at = 0; at + 1 < numbers.length; at += 2) {
      [x, y] = letter === 'M' ? [numbers[at]!, numbers[at + 1]!] : [x + numbers[at]!, y + numbers[at + 1]!];
      corners.add(`${x},${y}`);
    }
  }
  return corners;
}

/**
 * The arrondissements that share a border with each, by NIS code: their outlines come from one topology, so that
 * neighbours have the corners of their border in common. A single corner is no border.
 */
export const adjoining: ReadonlyMap<string, readonly string[]> = (() => {
  const corners = arrondissementOutlines.map(({ nis, path }) => ({ nis, at: cornersOf(path) }));
  const share = (one: Set<string>, other: Set<string>): boolean =>
    [...one].filter((corner) => other.has(corner)).length > 1;
  return new Map(
    corners.map(({ nis, at }) => [
      nis,
      corners.filter((other) => other.nis !== nis && share(at, other.at)).map((other) => other.nis),
    ]),
  );
})();
