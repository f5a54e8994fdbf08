import { randomUUID } from 'node:crypto';
import { ActivityModel } from '../../../../../models/Activity.ts';
import { type ActivityValues, activityFields } from '../../../../../models/activityFields.ts';
import { Conflict } from '../../../../core/errors.ts';
import type { FieldCommand } from '../../../../core/fieldCommands.ts';
import { brusselsDay } from '../../../../core/i18n.ts';
import type { Unit } from '../../../../core/unitOfWork.ts';
import { emptyValues } from '../../../../fields/values.ts';
import { type AnyField, addActivity, changeActivity, type Writer } from '../actions.ts';
import type { ChosenRow } from './forms.ts';
import { calendarFields } from './rows.ts';

export interface Taken {
  added: number;
  changed: number;
  /** Changed by somebody since the review was shown, or taken by somebody else: left as they are. */
  left: number;
}

const valuesOf = ({ title, type, day, until, place, summary }: ChosenRow, platform: string) =>
  ({
    ...emptyValues(activityFields),
    ...{ title, type, day, until, place, summary, platform, times: 1 },
  }) as unknown as ActivityValues;

const commandsOf = (row: ChosenRow): FieldCommand<AnyField>[] =>
  calendarFields
    .filter((field) => row[field] !== '' || field === 'until')
    .map((field) => ({ field, value: row[field], base: row.bases[field] ?? 0 }));

/**
 * Takes over what was chosen of a calendar: new ones are added, those to come as drafts, and those that were taken before
 * follow what the calendar says now. All or nothing, but for what somebody else changed meanwhile, which stays.
 */
export async function takeCalendar(
  unit: Unit,
  person: Writer,
  platform: string,
  rows: readonly ChosenRow[],
): Promise<{ taken: Taken }> {
  const taken: Taken = { added: 0, changed: 0, left: 0 };
  const today = brusselsDay(unit.now);
  for (const row of rows) {
    const there = await ActivityModel.findOne({ 'calendar.key': row.key, 'values.platform': platform })
      .session(unit.session)
      .lean<{ _id: string } | null>();
    if (there ? there._id !== row.id : row.id !== '') {
      taken.left += 1;
      continue;
    }
    const id = there?._id ?? randomUUID();
    if (there) taken[await follow(unit, person, id, row)] += 1;
    else {
      const state = row.day > today ? ('draft' as const) : ('confirmed' as const);
      const made = { values: valuesOf(row, platform), attendance: [], state, calendarKey: row.key };
      await addActivity(unit, person, id, made, []);
      taken.added += 1;
    }
    const actor = { personId: person.id, bodyId: platform };
    unit.alsoAct({
      name: there ? 'activity.changed' : 'activity.added',
      actor,
      record: { type: 'activity', id },
    });
  }
  unit.note({ ...taken });
  return { taken };
}

async function follow(unit: Unit, person: Writer, id: string, row: ChosenRow): Promise<'changed' | 'left'> {
  try {
    await changeActivity(unit, person, id, { commands: commandsOf(row), bodies: [], way: 'calendar' });
    return 'changed';
  } catch (error) {
    if (error instanceof Conflict) return 'left';
    throw error;
  }
}
