import { RoadmapItemModel, type RoadmapItemRecord } from '../../../../../models/RoadmapItem.ts';
import { type RoadmapItemValues, roadmapItemFields } from '../../../../../models/yearPlanFields.ts';
import { Conflict, Forbidden } from '../../../../core/errors.ts';
import type { FieldCommand } from '../../../../core/fieldCommands.ts';
import type { Unit } from '../../../../core/unitOfWork.ts';
import { checkPartners } from '../references.ts';
import { decide, remember, traceOf, type Writer } from '../writing.ts';
import { requireItem, requireRoadmap } from './queries.ts';

/** More steps than these are no road. */
const most = 50;

/** Adds a sub-group to the roadmap of a platform. @throws NotFound, Forbidden, Invalid, Conflict when it is full */
export async function addItem(
  unit: Unit,
  person: Writer,
  { platform, id }: { platform: string; id: string },
  values: RoadmapItemValues,
): Promise<void> {
  const { session } = unit;
  const { rights } = await requireRoadmap(person, platform, session);
  if (!rights.write) throw new Forbidden();
  if ((await RoadmapItemModel.countDocuments({ platform }).session(session)) >= most)
    throw new Conflict('yearPlans.errors.full');
  await checkPartners(values.partners, platform, session);
  const item: RoadmapItemRecord = {
    ...{ _id: id, platform, values, fields: {} },
    added: traceOf(unit, person, rights.body),
  };
  await RoadmapItemModel.create([item], { session });
}

/** Changes fields, each against the version that was seen. @throws Conflict with both values, Invalid, NotFound, Forbidden */
export async function changeItem(
  unit: Unit,
  person: Writer,
  place: { platform: string; id: string },
  commands: FieldCommand<string>[],
): Promise<void> {
  const { item, rights } = await requireItem(person, place, unit.session);
  if (!rights.write) throw new Forbidden();
  const decided = decide(roadmapItemFields, item, commands, { unit, person });
  if (decided.changed.length === 0) return;
  if (decided.changed.includes('partners'))
    await checkPartners(decided.values.partners as string[], place.platform, unit.session);
  await RoadmapItemModel.updateOne({ _id: item._id }, { $set: decided.set }, { session: unit.session });
  await remember(unit, item._id, decided, traceOf(unit, person, rights.body));
}
