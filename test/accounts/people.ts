import { randomUUID } from 'node:crypto';
import { OrganisationModel } from '../../models/Organisation.ts';
import type { House } from '../../server/core/house.ts';
import type { BodyKind, Role } from '../../server/core/person.ts';
import { hashPassword } from '../../server/features/accounts/passwords.ts';
import { makeMember, makePerson } from '../../server/features/accounts/people.ts';

export interface Held {
  role: Role;
  kind: BodyKind;
  body: string;
}

export const anAdministrator: Held = { role: 'administrator', kind: 'system', body: 'schakel' };
export const aCoordinatorOf = (body: string): Held => ({ role: 'coordinator', kind: 'platform', body });
export const anAdministratorOf = (body: string): Held => ({
  role: 'organisationAdministrator',
  kind: 'organisation',
  body,
});
export const aCaregiverOf = (body: string): Held => ({ role: 'caregiver', kind: 'organisation', body });
export const anOfficialOf = (body: string): Held => ({ role: 'official', kind: 'authority', body });

const hashes = new Map<string, Promise<string>>();

/** Makes an account with these memberships; answers its id. */
export async function aPerson(
  house: House,
  email: string,
  password: string,
  ...held: Held[]
): Promise<string> {
  const hash = hashes.get(password) ?? hashPassword(password);
  hashes.set(password, hash);
  const passwordHash = await hash;
  const draft = { name: 'test.person', actor: null, record: { type: 'person', id: 'new' } };
  return house.unitOfWork.do(draft, async (unit) => {
    const name = `Test ${email.split('@')[0]}`;
    const id = await makePerson(unit, { name, email, passwordHash, language: 'nl' });
    for (const one of held) await makeMember(unit, id, one);
    return id;
  });
}

/** An organisation these platforms admitted, in this order; answers its id. */
export async function anOrganisation(house: House, name: string, ...platforms: string[]): Promise<string> {
  const _id = randomUUID();
  const start = house.clock.now().getTime();
  const admissions = platforms.map((platform, order) => ({ platform, at: new Date(start + order) }));
  const names = [{ name, from: null, until: null }];
  await OrganisationModel.create({ _id, names, actorType: 'other', admissions });
  return _id;
}
