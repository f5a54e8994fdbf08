import { randomUUID } from 'node:crypto';
import { type RoadmapItemValues, roadmapItemFields } from '../../../../../models/yearPlanFields.ts';
import { type Answer, redirect } from '../../../../core/answers.ts';
import { Conflict } from '../../../../core/errors.ts';
import type { FieldConflict } from '../../../../core/fieldCommands.ts';
import { leaveNotice } from '../../../../core/notices.ts';
import type { SignedInVisit } from '../../../../core/route.ts';
import { commandsIn, valuesIn } from '../../../../fields/values.ts';
import { paths } from '../../../../paths.ts';
import type { ChangeInput } from '../forms.ts';
import { addItem, changeItem } from './actions.ts';
import { itemPage, itemReviewPage, newItemPage } from './formPages.ts';
import { roadmapPage } from './pages.ts';
import { requireItem, requireRoadmap } from './queries.ts';

type Visit<Input = unknown> = SignedInVisit<Input>;

export const showRoadmap = (visit: Visit): Promise<Answer> => roadmapPage(visit);
export const showNewItem = (visit: Visit): Promise<Answer> => newItemPage(visit);
export const showItem = (visit: Visit): Promise<Answer> => itemPage(visit);

export async function addToRoadmap(visit: Visit<ChangeInput>): Promise<Answer> {
  const { platform, rights } = await requireRoadmap(visit.person, visit.params.platform);
  const values = valuesIn(roadmapItemFields, visit.input) as unknown as RoadmapItemValues;
  const place = { platform: platform._id, id: randomUUID() };
  const about = { record: { type: 'roadmapItem', id: place.id }, bodyId: rights.body || platform._id };
  await visit.act(about, (unit) => addItem(unit, visit.person, place, values));
  leaveNotice(visit, 'yearPlans.notice.roadmapAdded');
  return redirect(paths.roadmap({ platform: platform._id }));
}

/** Changes a step; a stale one comes back with both values. */
export async function changeOnRoadmap(visit: Visit<ChangeInput>): Promise<Answer> {
  const { item, rights } = await requireItem(visit.person, visit.params);
  const commands = commandsIn(roadmapItemFields, visit.input);
  const place = { platform: item.platform, id: item._id };
  try {
    await visit.act({ record: { type: 'roadmapItem', id: item._id }, bodyId: rights.body }, (unit) =>
      changeItem(unit, visit.person, place, commands),
    );
  } catch (error) {
    if (!(error instanceof Conflict) || !error.details.conflicts) throw error;
    const seen = await requireItem(visit.person, visit.params);
    return itemReviewPage(visit, seen, error.details.conflicts as FieldConflict<string>[]);
  }
  leaveNotice(visit, 'yearPlans.notice.changed');
  return redirect(paths.roadmap({ platform: item.platform }));
}
