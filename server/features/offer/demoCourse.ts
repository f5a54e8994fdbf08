import type { Plain } from '../../../models/OfferChange.ts';
import type { Unit } from '../../core/unitOfWork.ts';
import { changeEntry } from './upkeep/actions.ts';
import { versionOf } from './upkeep/commands.ts';
import { type Maintainer, requireMaintained } from './upkeep/queries.ts';

type Fields = Record<string, Plain>;

/** How the numbers of a fictional module went: each row is a count, so many days before the demo was filled. */
export interface Course {
  daysAgo: number;
  /** Free places. */
  free?: number;
  /** People who wait, and weeks until the next can begin; both or neither. */
  persons?: number;
  weeks?: number;
}

/** The same unit of work, as if it were done so many days earlier. */
export const daysBefore = (unit: Unit, days: number): Unit => ({
  ...unit,
  now: new Date(unit.now.getTime() - days * 86_400_000),
});

function fieldsOf({ free, persons, weeks }: Course, day: string): Fields {
  const places: Fields = { 'capacity.available': free ?? null, 'capacity.updated': day };
  const waiting: Fields = {
    ...{ 'waitingList.persons': persons ?? null, 'waitingList.weeks': weeks ?? null },
    'waitingList.countedOn': day,
  };
  return { ...(free === undefined ? {} : places), ...(persons === undefined ? {} : waiting) };
}

const dayOf = (instant: Date): string => instant.toISOString().slice(0, 10);

/** What a module said when it was first counted. */
export const firstCount = (unit: Unit, [first]: readonly Course[]): Fields =>
  first ? fieldsOf(first, dayOf(daysBefore(unit, first.daysAgo).now)) : {};

/** Counts a module again and again, up to what it says today: by the action people count with, so with its history. */
export async function countThrough(
  unit: Unit,
  by: Maintainer,
  id: string,
  [, ...counts]: readonly Course[],
  today: Fields,
): Promise<void> {
  const last = counts.at(-1);
  for (const one of counts) {
    const past = daysBefore(unit, one.daysAgo);
    const fields = one === last ? today : fieldsOf(one, dayOf(past.now));
    const { record } = await requireMaintained(by, 'module', id, unit.session);
    const commands = Object.entries(fields).map(([field, value]) => ({
      ...{ field, value, base: versionOf(record, field) },
    }));
    await changeEntry(past, by, 'module', id, commands);
  }
}
