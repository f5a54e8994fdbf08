import type { ClientSession } from 'mongodb';
import { ActivityModel, type ActivityRecord } from '../../../../models/Activity.ts';
import { ActivityChangeModel, type ActivityChangeRecord } from '../../../../models/ActivityChange.ts';
import type { PlatformRecord } from '../../../../models/Platform.ts';
import { RecommendationModel, type RecommendationRecord } from '../../../../models/Recommendation.ts';
import { NotFound } from '../../../core/errors.ts';
import type { Person } from '../../../core/person.ts';
import { admissionsOf, allPlatforms, registersVisibleTo } from '../../coverage/register/queries.ts';
import { type ActivityRights, activityRights } from './policy.ts';

type Session = ClientSession | null;
type Asking = Pick<Person, 'affiliations'> & Partial<Pick<Person, 'id'>>;

/** The platforms whose activities this person reads, in the order of lists. */
export const platformsReadBy = (person: Asking): Promise<PlatformRecord[]> => registersVisibleTo(person);

/** The platforms whose activities this person enters, in the order of lists. */
export async function platformsKeptBy({ affiliations }: Asking): Promise<PlatformRecord[]> {
  const own = affiliations.filter((one) => one.role === 'coordinator' && one.kind === 'platform');
  return (await allPlatforms()).filter(({ _id }) => own.some(({ bodyId }) => bodyId === _id));
}

export interface SeenActivity {
  activity: ActivityRecord;
  rights: ActivityRights;
}

const rightsTo = (
  person: Asking,
  admissions: Awaited<ReturnType<typeof admissionsOf>>,
  one: ActivityRecord,
) =>
  activityRights(person, admissions, {
    ...{ platform: one.values.platform, state: one.state },
    readers: (one.sendings ?? []).flatMap(({ readers }) => readers),
  });

/** An activity and what this person may do with it. @throws NotFound for one they may not read, whether there is one or not */
export async function requireActivity(
  person: Asking,
  id = '',
  session: Session = null,
): Promise<SeenActivity> {
  const [activity, admissions] = await Promise.all([
    ActivityModel.findById(id).session(session).lean<ActivityRecord | null>(),
    admissionsOf(person, session),
  ]);
  if (!activity) throw new NotFound();
  const rights = rightsTo(person, admissions, activity);
  if (!rights.read) throw new NotFound();
  return { activity, rights };
}

/** Every activity of a platform, whichever its state, the newest first; those without a day after the others of their year. */
export const activitiesOf = (platform: string, session: Session = null): Promise<ActivityRecord[]> =>
  ActivityModel.find({ 'values.platform': platform })
    .sort({ 'values.year': -1, 'values.day': -1, 'added.at': -1, _id: 1 })
    .session(session)
    .lean<ActivityRecord[]>()
    .exec();

/** The activities of a platform that this person reads. */
export async function activitiesVisibleTo(person: Asking, platform: string): Promise<ActivityRecord[]> {
  const [all, admissions] = await Promise.all([activitiesOf(platform), admissionsOf(person)]);
  return all.filter((one) => rightsTo(person, admissions, one).read);
}

/** Of these activities those that this person reads. */
export async function activitiesReadBy(person: Asking, ids: readonly string[]): Promise<ActivityRecord[]> {
  const [all, admissions] = await Promise.all([
    ActivityModel.find({ _id: { $in: ids } }).lean<ActivityRecord[]>(),
    admissionsOf(person),
  ]);
  return all.filter((one) => rightsTo(person, admissions, one).read);
}

/** What counts: confirmed, of one platform, of a year or of every year (null). */
export async function countedActivities(platform: string, year: number | null): Promise<ActivityRecord[]> {
  const all = await activitiesOf(platform);
  return all.filter((one) => one.state === 'confirmed' && (year === null || one.values.year === year));
}

export const changesOfActivity = (activity: string): Promise<ActivityChangeRecord[]> =>
  ActivityChangeModel.find({ activity }).sort({ at: -1, _id: 1 }).lean<ActivityChangeRecord[]>().exec();

/** What an activity recommends, in the order it was said. */
export const recommendationsOf = (activity: string): Promise<RecommendationRecord[]> =>
  RecommendationModel.find({ activity })
    .sort({ 'added.at': 1, _id: 1 })
    .lean<RecommendationRecord[]>()
    .exec();

/** What an activity adopted of earlier ones that this person reads too, without what was taken back. */
export async function adoptedIn(person: Asking, activity: string): Promise<RecommendationRecord[]> {
  const all = await RecommendationModel.find({ 'adopted.activity': activity, withdrawn: null })
    .sort({ 'added.at': 1, _id: 1 })
    .lean<RecommendationRecord[]>();
  const reads = await Promise.all(all.map((one) => readsRecommendations(person, one.activity)));
  return all.filter((_one, at) => reads[at]);
}

/** Of these ids, those of what activities of a platform recommend and nobody took back. */
export async function recommendationsAmong(
  ids: readonly string[],
  platform: string,
  session: Session = null,
): Promise<string[]> {
  const found = await RecommendationModel.find({ _id: { $in: ids }, withdrawn: null })
    .session(session)
    .lean<RecommendationRecord[]>();
  const own = await ActivityModel.find(
    { _id: { $in: found.map((one) => one.activity) }, 'values.platform': platform },
    { _id: 1 },
  ).session(session);
  return found.filter((one) => own.some(({ _id }) => _id === one.activity)).map((one) => one._id);
}

/** A recommendation with its activity; null for one this person may not read, whether there is one or not. */
export async function recommendationNamed(person: Asking, id: string) {
  const found = id === '' ? null : await RecommendationModel.findById(id).lean<RecommendationRecord | null>();
  if (!found || found.withdrawn) return null;
  const seen = await requireActivity(person, found.activity).catch((error: unknown) => {
    if (error instanceof NotFound) return null;
    throw error;
  });
  return seen && !seen.rights.summaryOnly ? { recommendation: found, ...seen } : null;
}

const orFalse = (found: Promise<unknown>): Promise<boolean> =>
  found.then(
    () => true,
    (error: unknown) => {
      if (error instanceof NotFound) return false;
      throw error;
    },
  );

export const mayWatchActivity = (person: Asking, id: string): Promise<boolean> =>
  orFalse(requireActivity(person, id));

export const mayWatchActivities = async (person: Asking, platform: string): Promise<boolean> =>
  (await platformsReadBy(person)).some((one) => one._id === platform);

/** The platform of an activity; null when it is not there. */
export const platformOfActivity = async (id: string): Promise<string | null> =>
  (await ActivityModel.findById(id).lean<ActivityRecord | null>())?.values.platform ?? null;

/** Where a recommendation stands; null when there is none. */
export async function placeOfRecommendation(
  id: string,
): Promise<{ activity: string; isWithdrawn: boolean } | null> {
  const found = await RecommendationModel.findById(id).lean<RecommendationRecord | null>();
  return found && { activity: found.activity, isWithdrawn: found.withdrawn !== null };
}

/** Whether somebody reads what an activity recommends: not who was sent its summary; what was withdrawn who writes alone. */
export const readsRecommendations = async (
  person: Asking,
  activity: string,
  isWithdrawn = false,
): Promise<boolean> => {
  const seen = await requireActivity(person, activity).catch((error: unknown) => {
    if (error instanceof NotFound) return null;
    throw error;
  });
  const rights = seen?.rights;
  return rights !== undefined && !rights.summaryOnly && (rights.write || !isWithdrawn);
};
