import { readFileSync } from 'node:fs';

const file = new URL('data/municipalities.json', import.meta.url);
const { municipalities } = JSON.parse(readFileSync(file, 'utf8')) as {
  municipalities: { nis: string; lat: number; lon: number }[];
};
/** Longitude and latitude in radians, by NIS code. */
const centres = new Map(
  municipalities.map(({ nis, lat, lon }) => [
    nis,
    { lat: (lat * Math.PI) / 180, lon: (lon * Math.PI) / 180 },
  ]),
);

const earthRadius = 6371; // kilometres

/**
 * Kilometres as the crow flies between the middles of two municipalities, by NIS code (haversine); null when one of
 * them is no municipality. The middles are the centroids of their outlines (data/README.md), so that two places on
 * either side of one border may be nearer or farther by some kilometres.
 */
export function kilometresBetween(from: string, to: string): number | null {
  const [a, b] = [centres.get(from), centres.get(to)];
  if (!a || !b) return null;
  const part =
    Math.sin((b.lat - a.lat) / 2) ** 2 +
    Math.cos(a.lat) * Math.cos(b.lat) * Math.sin((b.lon - a.lon) / 2) ** 2;
  return 2 * earthRadius * Math.asin(Math.sqrt(part));
}
