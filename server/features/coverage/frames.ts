import { readFileSync } from 'node:fs';
import type { Frame } from './frame.ts';

const file = new URL('reference/frames.json', import.meta.url);

/** The reference frames Schakel brings along, by id; each is data, with its version and source. */
export const frames: ReadonlyMap<string, Frame> = new Map(
  (JSON.parse(readFileSync(file, 'utf8')) as { frames: Frame[] }).frames.map((one) => [one.id, one]),
);
