import type { Server } from 'socket.io';
import type { Act } from './core/acts.ts';
import type { House } from './core/house.ts';
import type { Person } from './core/person.ts';
import { mayWatchGap, recommendationOfGap } from './features/coverage/register/queries.ts';
import {
  placeOfRecommendation,
  readsRecommendations,
  recommendationsOf,
} from './features/network/activities/queries.ts';
import { linksOfPoints, mayWatchPoint } from './features/network/yearPlan/queries.ts';
import { topicsWatched } from './watched.ts';
import { tellSome } from './watchedBySome.ts';

/** Something that was made of a recommendation, and who may know of it. */
interface Made {
  recommendation: string;
  may(person: Person): Promise<boolean>;
}

const linked = 'recommendation:';
const recommendationsIn = (links: readonly string[]): string[] =>
  links.filter((one) => one.startsWith(linked)).map((one) => one.slice(linked.length));

/** The gap or the work points an act was about, where they were made of a recommendation. */
async function madeBy({ record, details }: Act): Promise<Made[]> {
  if (record.type === 'gap') {
    const recommendation = await recommendationOfGap(record.id);
    return recommendation ? [{ recommendation, may: (person) => mayWatchGap(person, record.id) }] : [];
  }
  // A step of a plan changes who may read its points; one that is carried over is made of the same recommendation.
  const isOfPlan = record.type === 'yearPlan' && ('to' in details || 'carried' in details);
  if (record.type !== 'workPoint' && !isOfPlan) return [];
  const points = await linksOfPoints(isOfPlan ? { plan: record.id } : { _id: record.id });
  return points.flatMap(({ id, links }) =>
    recommendationsIn(links).map((recommendation) => ({
      recommendation,
      may: (person) => mayWatchPoint(person, id),
    })),
  );
}

/** The pages that name what an activity recommends: of the work points made of it, and of the activity that adopts it. */
async function namingPages({ record, details }: Act): Promise<string[]> {
  const links = (await recommendationsOf(record.id)).map((one) => `${linked}${one._id}`);
  const points = links.length === 0 ? [] : await linksOfPoints({ 'values.links': { $in: links } });
  return [
    ...points.map(({ id }) => `workPoint:${id}`),
    ...(typeof details.adoptedIn === 'string' ? [`activity:${details.adoptedIn}`] : []),
  ];
}

/**
 * Tells the page of an activity what becomes of its recommendations, a gap or a work point, and the pages that name a
 * recommendation that it changed; those alone who may read both sides.
 */
export async function tellRecommendations(io: Server, house: House, act: Act): Promise<void> {
  const open = topicsWatched(io).filter((topic) => /^(activity|workPoint):/.test(topic));
  if (open.length === 0) return;
  const tell = (topics: readonly string[], may: (person: Person) => Promise<boolean>): Promise<void> =>
    tellSome(
      io,
      house,
      open.filter((topic) => topics.includes(topic)),
      may,
    );
  for (const { recommendation, may } of await madeBy(act)) {
    const place = await placeOfRecommendation(recommendation);
    if (!place) continue;
    const { activity, isWithdrawn } = place;
    const reads = (person: Person) => readsRecommendations(person, activity, isWithdrawn);
    await tell([`activity:${activity}`], async (person) => (await reads(person)) && may(person));
  }
  if (act.record.type === 'activity')
    await tell(await namingPages(act), (person) => readsRecommendations(person, act.record.id));
}
