import { randomUUID } from 'node:crypto';
import { RecommendationModel, type RecommendationRecord } from '../../../../models/Recommendation.ts';
import { Conflict, Invalid, NotFound } from '../../../core/errors.ts';
import type { Unit } from '../../../core/unitOfWork.ts';
import { requireWritable, type Writer } from './actions.ts';
import { requireActivity } from './queries.ts';

/** Most recommendations of one activity: more is a report, with an address of its own. */
const most = 50;

/** Adds what an activity recommends. @throws NotFound, Forbidden, Conflict */
export async function recommend(unit: Unit, person: Writer, activity: string, text: string): Promise<void> {
  const { rights } = await requireWritable(unit, person, activity);
  if ((await RecommendationModel.countDocuments({ activity }).session(unit.session)) >= most)
    throw new Conflict('activities.errors.full');
  const added = { at: unit.now, by: person.id, body: rights.body };
  await RecommendationModel.create(
    [{ _id: randomUUID(), activity, text, added, adopted: null, withdrawn: null }],
    { session: unit.session },
  );
}

async function requireRecommendation(
  unit: Unit,
  activity: string,
  id: string,
): Promise<RecommendationRecord> {
  const found = await RecommendationModel.findOne({ _id: id, activity })
    .session(unit.session)
    .lean<RecommendationRecord | null>();
  if (!found) throw new NotFound();
  return found;
}

/** A later activity of the same platform adopts a recommendation. @throws Invalid for one that was not later */
export async function adopt(
  unit: Unit,
  person: Writer,
  { activity, recommendation, adoptedIn }: { activity: string; recommendation: string; adoptedIn: string },
): Promise<void> {
  const { activity: made, rights } = await requireWritable(unit, person, activity);
  const { withdrawn } = await requireRecommendation(unit, activity, recommendation);
  if (withdrawn) throw new Conflict('activities.errors.withdrawn');
  const later = await requireActivity(person, adoptedIn, unit.session).catch(() => null);
  const isLater =
    later?.activity.values.platform === made.values.platform &&
    adoptedIn !== activity &&
    (later.activity.values.year ?? 0) >= (made.values.year ?? 0) &&
    (later.activity.values.day === '' || later.activity.values.day >= made.values.day);
  if (!isLater) throw new Invalid({ adoptedIn: 'activities.errors.later' });
  const adopted = { activity: adoptedIn, at: unit.now, by: person.id, body: rights.body };
  await RecommendationModel.updateOne(
    { _id: recommendation },
    { $set: { adopted } },
    { session: unit.session },
  );
  unit.note({ adoptedIn });
}

/** Takes a recommendation back that was entered by mistake; it stays for those who write. */
export async function withdrawRecommendation(
  unit: Unit,
  person: Writer,
  { activity, recommendation }: { activity: string; recommendation: string },
): Promise<void> {
  const { rights } = await requireWritable(unit, person, activity);
  const { withdrawn } = await requireRecommendation(unit, activity, recommendation);
  if (withdrawn) throw new Conflict('activities.errors.withdrawn');
  const trace = { at: unit.now, by: person.id, body: rights.body };
  await RecommendationModel.updateOne(
    { _id: recommendation },
    { $set: { withdrawn: trace } },
    { session: unit.session },
  );
}
