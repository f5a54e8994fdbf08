import type { GapRecord } from '../../../../models/Gap.ts';
import { RoadmapItemModel, type RoadmapItemRecord } from '../../../../models/RoadmapItem.ts';
import type { WorkPointValues } from '../../../../models/yearPlanFields.ts';
import { NotFound } from '../../../core/errors.ts';
import type { Language } from '../../../core/i18n.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { paths } from '../../../paths.ts';
import { requireGap } from '../../coverage/register/queries.ts';
import { nextStatuses, obstacleTo } from '../../coverage/register/shown.ts';
import { recommendationNamed } from '../activities/queries.ts';
import { requireRoadmap } from './roadmap/queries.ts';
import { type Said, sayIn } from './wording.ts';

/** What a new work point is made of: filled in from it, for one of its platforms. */
export interface Beginning {
  kind: 'gap' | 'roadmap' | 'recommendation';
  said: Said;
  back: string;
  platforms: readonly string[];
  values(platform: string): Partial<WorkPointValues>;
  /** Whether the gap can go to "in action" along with it, and if not, why. */
  step: { isOpen: boolean; obstacle: string | null } | null;
}

/** Whether a gap can be put in action now; null where it is that already, or closed. */
function stepOf(gap: GapRecord): Beginning['step'] {
  if (gap.status === 'in_action' || gap.status === 'solved' || gap.status === 'accepted') return null;
  if (!nextStatuses[gap.status].includes('in_action'))
    return { isOpen: false, obstacle: 'yearPlans.step.notYet' };
  const obstacle = obstacleTo('in_action', gap);
  return { isOpen: obstacle === null, obstacle };
}

async function ofGap(visit: SignedInVisit<unknown>, id: string): Promise<Beginning> {
  const { gap, rights } = await requireGap(visit.person, id);
  if (!rights.write) throw new NotFound();
  const { title, description, owner, platforms } = gap.values;
  return {
    kind: 'gap',
    said: sayIn(visit.language)(title),
    back: paths.gap({ id }),
    platforms,
    // A gap can be owned by a partner of another platform that shares it, or by that platform.
    values: (platform) => ({
      title,
      goal: description,
      gaps: [id],
      owner: platforms.includes(owner) && owner !== platform ? '' : owner,
      partners: [],
    }),
    step: stepOf(gap),
  };
}

async function ofRoadmap(visit: SignedInVisit<unknown>, id: string): Promise<Beginning> {
  const item = await RoadmapItemModel.findById(id).lean<RoadmapItemRecord | null>();
  if (!item) throw new NotFound();
  const { rights } = await requireRoadmap(visit.person, item.platform);
  if (!rights.write) throw new NotFound();
  const { name, why, timing, partners } = item.values;
  return {
    kind: 'roadmap',
    said: sayIn(visit.language)(name),
    back: paths.roadmap({ platform: item.platform }),
    platforms: [item.platform],
    values: () => ({ title: name, goal: why, timing, partners, links: [`roadmap:${id}`] }),
    step: null,
  };
}

/** Its first sentence is the title, as far as there is room for it; all of it is the goal. */
async function ofRecommendation(visit: SignedInVisit<unknown>, id: string): Promise<Beginning> {
  const found = await recommendationNamed(visit.person, id);
  if (!found?.rights.write) throw new NotFound();
  const { recommendation, activity } = found;
  const spoken = (activity.values.language || visit.language) as Language;
  const [first = ''] = recommendation.text.split(/(?<=[.!?])\s|\n/);
  return {
    kind: 'recommendation',
    said: { text: activity.values.title, language: null },
    back: `${paths.activity({ id: activity._id })}#recommendations`,
    platforms: [activity.values.platform],
    values: () => ({
      title: { [spoken]: first.slice(0, 300) },
      goal: { [spoken]: recommendation.text },
      links: [`recommendation:${id}`],
    }),
    step: null,
  };
}

/** What a new point is made of, when it is made of something. @throws NotFound for what this person does not write */
export async function beginningOf(
  visit: SignedInVisit<unknown>,
  { gap, roadmap, recommendation }: { gap?: string; roadmap?: string; recommendation?: string },
): Promise<Beginning | null> {
  if (gap) return ofGap(visit, gap);
  if (roadmap) return ofRoadmap(visit, roadmap);
  return recommendation ? ofRecommendation(visit, recommendation) : null;
}
