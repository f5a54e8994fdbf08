import type { ClientSession } from 'mongodb';
import type { PlatformRecord } from '../../../../../models/Platform.ts';
import { RoadmapItemModel, type RoadmapItemRecord } from '../../../../../models/RoadmapItem.ts';
import { NotFound } from '../../../../core/errors.ts';
import type { Person } from '../../../../core/person.ts';
import { admissionsOf } from '../../../coverage/register/queries.ts';
import { type PlanRights, planRights } from '../policy.ts';
import { planPlatforms } from '../queries.ts';

type Asking = Pick<Person, 'affiliations'>;
type Session = ClientSession | null;

export interface SeenRoadmap {
  platform: PlatformRecord;
  rights: PlanRights;
}

/** What a platform tells outside a draft: read by its partners and officials, written by its coordinators. @throws NotFound */
export async function requireRoadmap(person: Asking, id = '', session: Session = null): Promise<SeenRoadmap> {
  const platform = (await planPlatforms(person)).find((one) => one._id === id);
  if (!platform) throw new NotFound();
  const asked = { platform: id, state: 'submitted' as const, authorities: [] };
  return { platform, rights: planRights(person, await admissionsOf(person, session), asked) };
}

export interface SeenItem extends SeenRoadmap {
  item: RoadmapItemRecord;
}

/** @throws NotFound for one of another platform than the address says, whether there is one or not */
export async function requireItem(
  person: Asking,
  { platform = '', id = '' }: Record<string, string>,
  session: Session = null,
): Promise<SeenItem> {
  const seen = await requireRoadmap(person, platform, session);
  const item = await RoadmapItemModel.findOne({ _id: id, platform })
    .session(session)
    .lean<RoadmapItemRecord | null>();
  if (!item) throw new NotFound();
  return { item, ...seen };
}

/** The steps of a roadmap: those with a year first, then in the order they were written. */
export async function itemsOf(platform: string): Promise<RoadmapItemRecord[]> {
  const found = await RoadmapItemModel.find({ platform })
    .sort({ 'added.at': 1, _id: 1 })
    .lean<RoadmapItemRecord[]>();
  return found.sort((a, b) => (a.values.year ?? 9999) - (b.values.year ?? 9999));
}
