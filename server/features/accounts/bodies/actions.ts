import { randomUUID } from 'node:crypto';
import { AuthorityModel } from '../../../../models/Authority.ts';
import { MembershipModel, type MembershipRecord } from '../../../../models/Membership.ts';
import { type ActorType, OrganisationModel } from '../../../../models/Organisation.ts';
import { PlatformModel } from '../../../../models/Platform.ts';
import { Conflict, NotFound } from '../../../core/errors.ts';
import type { LocalisedText } from '../../../core/i18n.ts';
import type { Unit } from '../../../core/unitOfWork.ts';
import { endPlacesFor } from '../../cases/actions.ts';

/** @throws NotFound */
export async function namePlatform(unit: Unit, id: string, names: LocalisedText): Promise<null> {
  const changed = await PlatformModel.updateOne({ _id: id }, { $set: { names } }, { session: unit.session });
  if (changed.matchedCount === 0) throw new NotFound();
  return null;
}

/** @throws NotFound */
export async function nameAuthority(unit: Unit, id: string, names: LocalisedText): Promise<null> {
  const changed = await AuthorityModel.updateOne({ _id: id }, { $set: { names } }, { session: unit.session });
  if (changed.matchedCount === 0) throw new NotFound();
  return null;
}

export async function addAuthority(unit: Unit, names: LocalisedText): Promise<{ id: string }> {
  const _id = randomUUID();
  await AuthorityModel.create([{ _id, names }], { session: unit.session });
  unit.note({ authority: _id });
  return { id: _id };
}

/**
 * Admits an organisation of the inventory to a platform.
 * @throws NotFound, or Conflict when the platform admitted it before.
 */
export async function admitOrganisation(unit: Unit, platform: string, id: string): Promise<{ id: string }> {
  const { session, now } = unit;
  if (!(await OrganisationModel.exists({ _id: id }).session(session))) throw new NotFound();
  const admitted = await OrganisationModel.updateOne(
    { _id: id, 'admissions.platform': { $ne: platform } },
    { $push: { admissions: { platform, at: now } } },
    { session },
  );
  if (admitted.modifiedCount !== 1) throw new Conflict('accounts.admit.already');
  unit.note({ organisation: id, fresh: false });
  return { id };
}

/** Adds an organisation the inventory does not know yet, admitted to the platform. */
export async function addOrganisation(
  unit: Unit,
  platform: string,
  organisation: { name: string; actorType: ActorType },
): Promise<{ id: string }> {
  const { session, now } = unit;
  const _id = randomUUID();
  const names = [{ name: organisation.name, from: null, until: null }];
  const { actorType } = organisation;
  await OrganisationModel.create([{ _id, names, actorType, admissions: [{ platform, at: now }] }], {
    session,
  });
  unit.note({ organisation: _id, fresh: true });
  return { id: _id };
}

/** Roles without which a body stands still. */
const neededRoles = new Set(['administrator', 'organisationAdministrator']);

/**
 * Ends a membership; it stays as history.
 * @param by who ends it: nobody takes the last administration away from themselves.
 * @throws Conflict when it ended before, or when it is one's own and the last of its kind.
 */
export async function endMembership(unit: Unit, membership: MembershipRecord, by: string): Promise<null> {
  const { session, now } = unit;
  const { _id, role, kind, body, person } = membership;
  if (person === by && neededRoles.has(role)) {
    const others = { role, kind, body, current: true as const, _id: { $ne: _id } };
    // Two administrators who each leave at the same time both count the other. Writing to what is counted makes
    // the two transactions meet: the second one is run again and finds itself alone.
    const counted = await MembershipModel.updateMany(others, { $set: { countedAt: now } }, { session });
    if (counted.matchedCount === 0) throw new Conflict(`accounts.memberships.last.${role}`);
  }
  const ended = { $set: { endedAt: now }, $unset: { current: 1 } };
  const changed = await MembershipModel.updateOne({ _id, current: true }, ended, { session });
  if (changed.modifiedCount !== 1) throw new Conflict('accounts.memberships.ended');
  if (role === 'caregiver' || role === 'coordinator') await endPlacesFor(unit, person, body);
  unit.note({ membership: _id, role, body });
  return null;
}

/** Ended ones too: a form that is sent twice finds what it ended. */
export const membershipById = (id: string): Promise<MembershipRecord | null> =>
  MembershipModel.findById(id).lean<MembershipRecord | null>().exec();
