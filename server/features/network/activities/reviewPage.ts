import type { ActivityRecord } from '../../../../models/Activity.ts';
import type { Answer } from '../../../core/answers.ts';
import type { FieldConflict } from '../../../core/fieldCommands.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { conflictsPage } from '../../../fields/review.ts';
import { paths } from '../../../paths.ts';
import { personNames } from '../queries.ts';
import { wordingFor } from './wording.ts';

/** Both values of every field of an activity that changed meanwhile. */
export async function reviewPage(
  visit: SignedInVisit<Record<string, unknown>>,
  activity: ActivityRecord,
  conflicts: FieldConflict<string>[],
): Promise<Answer> {
  const ids = conflicts.flatMap(({ current, yours }) =>
    [current, yours].flatMap((text) => text.split(/[ |\n]/)),
  );
  const wording = await wordingFor(visit, [activity], ids);
  const address = { id: activity._id };
  return conflictsPage(visit, conflicts, {
    title: activity.values.title,
    target: paths.activityFields(address),
    back: paths.activity(address),
    label: (field) => visit.t(`activities.fields.${field}`),
    words: (field, text) => wording.ofText(field, text),
    names: personNames,
    space: 'network',
  });
}
