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

/** By the moment they were filled at. */
const filled = new Map<string, Promise<Place>>();

/**
 * Puts a filled demo here. It is filled once in a process for each moment, by a Schakel that is started for it and
 * stopped again, and copied from then on: filling takes ten times as long as all the rest of a start.
 * @param now when it is filled, for a clock that does not show today
 * @param fill starts Schakel there, fills the demo and stops it
 */
export async function copyFilledDemo(
  to: Place,
  now: Date | undefined,
  fill: (there: Place) => Promise<void>,
): Promise<void> {
  // Made anew every hour: what the demo tells of today was then filled today, on whichever clock the day is counted.
  const moment = now?.toISOString() ?? new Date().toISOString().slice(0, 13);
  const place = filled.get(moment) ?? filledBy(fill);
  filled.set(moment, place);
  const from = await place;
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
