import { readFileSync } from 'node:fs';
import { ActivityModel, type ActivityRecord, type ActivityState } from '../../../../models/Activity.ts';
import { type ActivityValues, activityFields } from '../../../../models/activityFields.ts';
import type { House } from '../../../core/house.ts';
import { emptyValues } from '../../../fields/values.ts';
import { idOf } from '../../offer/ids.ts';

interface ActivityFile {
  /** With the heading of the report a sentence stands under as `{{place}}`. */
  source: string;
  on: string;
  activities: {
    key: string;
    platform: string;
    place: string;
    values: Partial<ActivityValues> & { state?: ActivityState };
  }[];
}

const lines = (text: string): string => text.split('; ').join('\n');

function recordOf(
  file: ActivityFile,
  { key, platform, place, values }: ActivityFile['activities'][number],
): ActivityRecord {
  const { state = 'confirmed', ...said } = values;
  return {
    _id: idOf('activity', key),
    values: {
      ...(emptyValues(activityFields) as unknown as ActivityValues),
      ...said,
      themes: lines(said.themes ?? ''),
      platform,
      language: 'nl',
      source: file.source.replace('{{place}}', place),
    },
    ...{ fields: {}, attendance: [], attendanceState: null, state, why: '', repeats: null, calendar: null },
    added: { at: new Date(`${file.on}T12:00:00Z`), by: null, body: platform },
  };
}

/** What the report of 2010 prints of activities, carried over with its source; what it does not print stays unknown. Safe to repeat. */
export async function loadDemoActivities(house: House): Promise<void> {
  const file = JSON.parse(
    readFileSync(new URL('reference/activities2010.json', import.meta.url), 'utf8'),
  ) as ActivityFile;
  for (const one of file.activities) {
    const activity = recordOf(file, one);
    if (await ActivityModel.exists({ _id: activity._id })) continue;
    const draft = { name: 'activity.added', actor: null, record: { type: 'activity', id: activity._id } };
    await house.unitOfWork.do(draft, async ({ session }) => {
      await ActivityModel.create([activity], { session });
    });
  }
}
