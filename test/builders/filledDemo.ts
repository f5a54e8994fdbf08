import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where a data directory and its keys lie. */
export interface Place {
  dataDir: string;
  keyDir: string;
}

export const placeIn = (directory: string): Place => ({
  dataDir: join(directory, 'data'),
  keyDir: join(directory, 'keys'),
});

let kept: { hour: string; place: Promise<Place> } | null = null;

/**
 * Puts a filled demo here. It is filled once in a process, by a Schakel that is started for it and stopped again, and
 * copied from then on: filling takes five times as long as all the rest of a start.
 * @param fill starts Schakel there, fills the demo and stops it
 */
export async function copyFilledDemo(to: Place, fill: (there: Place) => Promise<void>): Promise<void> {
  // Made anew every hour: what the demo tells of today was then filled today, on whichever clock the day is counted.
  const hour = new Date().toISOString().slice(0, 13);
  if (kept?.hour !== hour) kept = { hour, place: filledBy(fill) };
  const from = await kept.place;
  cpSync(from.dataDir, to.dataDir, { recursive: true });
  cpSync(from.keyDir, to.keyDir, { recursive: true });
}

async function filledBy(fill: (there: Place) => Promise<void>): Promise<Place> {
  const directory = mkdtempSync(join(tmpdir(), 'schakel-filled-'));
  process.once('exit', () => rmSync(directory, { recursive: true, force: true }));
  const place = placeIn(directory);
  await fill(place);
  return place;
}
