import type { ActivityRecord } from '../../../../models/Activity.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { paths } from '../../../paths.ts';
import { activitiesVisibleTo, platformsReadBy } from '../activities/queries.ts';
import { requireBody, type SeenBody } from '../bodies/queries.ts';
import { platformReadBy } from '../bodies/surroundings.ts';
import { isWithin, type Period, wholeYear } from './period.ts';
import { bodiesOfPlatform } from './queries.ts';

type Visit = SignedInVisit<unknown>;
type Query = Record<string, string>;

/** Whose participation one looks at: of one body, or of all that a platform keeps. */
export interface Scope {
  platform: string | null;
  bodies: SeenBody[];
  /** Of the page and of its file. */
  page(query: Query): string;
  file(query: Query): string;
  /** What the file is called, without an ending. */
  fileName: string;
  /** What platforms report beside it, as far as this person reads it. */
  activities: ActivityRecord[];
}

const counted = (all: readonly ActivityRecord[]): ActivityRecord[] =>
  all.filter((one) => one.state === 'confirmed');

/** @throws NotFound for a body this person may not read, whether there is one or not */
export async function scopeOfBody(visit: Visit): Promise<Scope> {
  const { person, params, now } = visit;
  const seen = await requireBody(person, params.id ?? '', now);
  const id = seen.body._id;
  const own = seen.body.values.platforms;
  const read = (await platformsReadBy(person)).filter((one) => own.includes(one._id));
  const activities = await Promise.all(read.map((one) => activitiesVisibleTo(person, one._id)));
  return {
    platform: null,
    bodies: [seen],
    page: (query) => paths.bodyParticipation({ id }, query),
    file: (query) => paths.bodyParticipationFile({ id }, query),
    fileName: 'participation',
    activities: counted(activities.flat()).filter(({ values }) => values.body === id),
  };
}

/** @throws NotFound for a platform this person takes no part in and does not read as an official */
export async function scopeOfPlatform(visit: Visit): Promise<Scope> {
  const { person, params, now } = visit;
  const platform = (await platformReadBy(person, params.platform ?? '')).platform._id;
  const [bodies, activities] = await Promise.all([
    bodiesOfPlatform(person, platform, now),
    activitiesVisibleTo(person, platform),
  ]);
  return {
    platform,
    bodies,
    page: (query) => paths.platformParticipation({ platform }, query),
    file: (query) => paths.platformParticipationFile({ platform }, query),
    fileName: `participation-${platform}`,
    activities: counted(activities),
  };
}

/** The activities of a period; one of which only the year is known, where all of that year is in it. */
export const activitiesIn = (all: readonly ActivityRecord[], period: Period): ActivityRecord[] =>
  all.filter(({ values: { day, year } }) => {
    if (day !== '') return isWithin(day, period);
    if (year === null) return false;
    const whole = wholeYear(year);
    return period.from <= whole.from && whole.until <= period.until;
  });
