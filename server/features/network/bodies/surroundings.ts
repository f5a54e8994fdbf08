import {
  CoordinatingFunctionModel,
  type CoordinatingFunctionRecord,
} from '../../../../models/CoordinatingFunction.ts';
import { OrganisationModel, type OrganisationRecord } from '../../../../models/Organisation.ts';
import type { PlatformRecord } from '../../../../models/Platform.ts';
import type { SiteRecord } from '../../../../models/Site.ts';
import { NotFound } from '../../../core/errors.ts';
import type { Person } from '../../../core/person.ts';
import { registersOf } from '../../coverage/register/policy.ts';
import { admissionsOf, partnersOf, registersVisibleTo } from '../../coverage/register/queries.ts';
import { offerOf } from '../../offer/upkeep/queries.ts';

type Asking = Pick<Person, 'id' | 'affiliations'>;

/** Who has the coordinating function of a platform, or had it, by the time it was added. */
export const functionsOf = (platform: string): Promise<CoordinatingFunctionRecord[]> =>
  CoordinatingFunctionModel.find({ platform })
    .sort({ 'added.at': 1, _id: 1 })
    .lean<CoordinatingFunctionRecord[]>()
    .exec();

/** Whether this person takes part in what a platform does, or reads it as an official. */
export async function platformReadBy(
  person: Asking,
  id: string,
): Promise<{ platform: PlatformRecord; seesNames: boolean }> {
  const platform = (await registersVisibleTo(person)).find((one) => one._id === id);
  if (!platform) throw new NotFound();
  const own = registersOf(person, await admissionsOf(person));
  return { platform, seesNames: own.some((one) => one.platform === id) };
}

/** The partners of some platforms with all their sites: who could sit at a table of theirs. */
export interface Surroundings {
  partners: OrganisationRecord[];
  sites: SiteRecord[];
}

export async function surroundingsOf(platforms: readonly string[]): Promise<Surroundings> {
  const partners = await partnersOf([...platforms]);
  return { partners, sites: (await offerOf(partners.map((one) => one._id))).sites };
}

/** One organisation with its sites, for a body inside it. */
export async function surroundingsInside(organisation: string): Promise<Surroundings> {
  const [partners, { sites }] = await Promise.all([
    OrganisationModel.find({ _id: organisation }).lean<OrganisationRecord[]>(),
    offerOf([organisation]),
  ]);
  return { partners, sites };
}
