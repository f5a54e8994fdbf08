import { RoadmapItemModel, type RoadmapItemRecord } from '../../../../models/RoadmapItem.ts';
import type { WorkPointRecord } from '../../../../models/WorkPoint.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { paths } from '../../../paths.ts';
import { recommendationNamed } from '../activities/queries.ts';
import { linkParts } from './references.ts';
import { type Said, sayIn } from './wording.ts';

/** What a point was made of besides gaps, as far as its reader may read that. */
export interface Origin {
  kind: 'recommendation' | 'roadmap';
  said: Said;
  /** Of what activity a recommendation is; '' for any other. */
  of: string;
  href: string;
}

async function originOf(visit: SignedInVisit<unknown>, link: string): Promise<Origin | null> {
  const [kind, id] = linkParts(link);
  if (kind === 'recommendation') {
    const found = await recommendationNamed(visit.person, id);
    if (!found) return null;
    const { text, activity } = found.recommendation;
    const href = `${paths.activity({ id: activity })}#recommendations`;
    return { kind, said: { text, language: null }, of: found.activity.values.title, href };
  }
  if (kind !== 'roadmap') return null;
  // Whoever reads a plan reads the roadmap of its platform.
  const item = await RoadmapItemModel.findById(id).lean<RoadmapItemRecord | null>();
  const said = sayIn(visit.language);
  return (
    item && { kind, said: said(item.values.name), of: '', href: paths.roadmap({ platform: item.platform }) }
  );
}

/** @returns in the order in which the point names them */
export async function originsOf(
  visit: SignedInVisit<unknown>,
  { values }: Pick<WorkPointRecord, 'values'>,
): Promise<Origin[]> {
  const all = await Promise.all(values.links.map((one) => originOf(visit, one)));
  return all.filter((one) => one !== null);
}
