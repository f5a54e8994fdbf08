import { nameOn } from '../../../../models/Organisation.ts';
import { NotFound } from '../../../core/errors.ts';
import { hasRole, type Person } from '../../../core/person.ts';
import { organisationsMaintainedBy } from '../upkeep/queries.ts';
import { platformsOf } from './actions.ts';

/** Whose offer a file holds. */
export interface Scope {
  name: string;
  organisations: string[];
  /** With what belongs to no organisation: for coordinators, in everything. */
  withNobody: boolean;
}

const ofPlatform = 'platform:';

/** What somebody may export, by name of the choice: everything they keep, a platform's, an organisation's. */
export async function scopesFor(person: Person, now: Date): Promise<(Scope & { title: string | null })[]> {
  const kept = await organisationsMaintainedBy(person);
  const all = kept.map((one) => one._id);
  const platforms = platformsOf(person).map((platform) => ({
    name: `${ofPlatform}${platform}`,
    title: platform,
    organisations: kept
      .filter((one) => one.admissions?.some((admission) => admission.platform === platform))
      .map((one) => one._id),
    withNobody: false,
  }));
  const single = kept.map((one) => ({
    ...{ name: one._id, title: nameOn(one, now), organisations: [one._id], withNobody: false },
  }));
  const withNobody = hasRole(person, 'coordinator');
  const everything = { name: 'all', title: null, organisations: all, withNobody };
  return single.length === 1 && !withNobody ? single : [everything, ...platforms, ...single];
}

/** @throws NotFound for what this person does not keep. */
export async function scopeNamed(person: Person, name: string): Promise<Scope> {
  const found = (await scopesFor(person, new Date(0))).find((one) => one.name === name);
  if (!found) throw new NotFound();
  return found;
}
