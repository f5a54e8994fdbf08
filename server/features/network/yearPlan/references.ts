import type { ClientSession } from 'mongodb';
import { BodyModel } from '../../../../models/Body.ts';
import { RoadmapItemModel } from '../../../../models/RoadmapItem.ts';
import type { WorkPointField, WorkPointValues } from '../../../../models/yearPlanFields.ts';
import { Invalid } from '../../../core/errors.ts';
import { gapsOf, partnersOf } from '../../coverage/register/queries.ts';
import { recommendationsAmong } from '../activities/queries.ts';

type Session = ClientSession | null;

/** Of these ids of one kind, those a platform has. What a point can name besides has its line here. */
const linked: Readonly<
  Record<string, (ids: string[], platform: string, session: Session) => Promise<string[]>>
> = {
  async roadmap(ids, platform, session) {
    const found = await RoadmapItemModel.find({ _id: { $in: ids }, platform }, { _id: 1 }).session(session);
    return found.map((one) => one._id);
  },
  recommendation: recommendationsAmong,
};

/** `kind:id` taken apart. */
export const linkParts = (link: string): [kind: string, id: string] => {
  const at = link.indexOf(':');
  return [link.slice(0, at), link.slice(at + 1)];
};

async function areLinks(links: readonly string[], platform: string, session: Session): Promise<boolean> {
  for (const link of links) {
    const [kind, id] = linkParts(link);
    if (!Object.hasOwn(linked, kind) || !(await linked[kind]!([id], platform, session)).includes(id))
      return false;
  }
  return true;
}

/** A field that is looked at again when another changes. */
const together: Partial<Record<string, readonly WorkPointField[]>> = { from: ['until'] };

/**
 * Checks what only the store knows of a point of this platform, and its days.
 * @param changed only these fields are looked at: a partner that left stays where it was named
 * @throws Invalid beside the field that is to be mended
 */
export async function checkWorkPoint(
  values: WorkPointValues,
  platform: string,
  changed: readonly string[],
  session: Session,
): Promise<void> {
  const partners = new Set((await partnersOf([platform], session)).map((one) => one._id));
  const gaps = new Map(
    values.gaps.length === 0 ? [] : (await gapsOf([platform])).map((one) => [one._id, one]),
  );
  const bodies = await BodyModel.find(
    { _id: { $in: values.bodies }, 'values.platforms': platform },
    { _id: 1 },
  ).session(session);
  const { owner, from, until } = values;
  // Who took on a gap may not be a partner, and is no less the owner of what is done about it.
  const ofGaps = values.gaps.map((id) => gaps.get(id)?.values.owner);
  const holds: Partial<Record<WorkPointField, boolean>> = {
    owner: owner === '' || owner === platform || partners.has(owner) || ofGaps.includes(owner),
    partners: values.partners.every((one) => partners.has(one)),
    gaps: values.gaps.every((one) => gaps.has(one)),
    bodies: values.bodies.every((one) => bodies.some(({ _id }) => _id === one)),
    links: await areLinks(values.links, platform, session),
    until: from === '' || until === '' || from <= until,
  };
  const looked = new Set(changed.flatMap((field) => [field, ...(together[field] ?? [])]));
  const wrong = Object.entries(holds).filter(([field, isRight]) => !isRight && looked.has(field));
  if (wrong.length > 0)
    throw new Invalid(Object.fromEntries(wrong.map(([field]) => [field, `yearPlans.errors.${field}`])));
}

/** Partners and sub-groups of a step of the roadmap. @throws Invalid */
export async function checkPartners(
  partners: readonly string[],
  platform: string,
  session: Session,
): Promise<void> {
  const known = new Set((await partnersOf([platform], session)).map((one) => one._id));
  if (!partners.every((one) => known.has(one))) throw new Invalid({ partners: 'yearPlans.errors.partners' });
}
