import { randomUUID } from 'node:crypto';
import { MembershipModel } from '../../../models/Membership.ts';
import { PersonModel } from '../../../models/Person.ts';
import type { Language } from '../../core/i18n.ts';
import type { BodyKind, Role } from '../../core/person.ts';
import type { Unit } from '../../core/unitOfWork.ts';

/** Makes an account; answers its id. The unique index on addresses refuses a second one. */
export async function makePerson(
  unit: Unit,
  person: { name: string; email: string; passwordHash: string; language: Language },
): Promise<string> {
  const _id = randomUUID();
  await PersonModel.create([{ _id, ...person, sessionEpoch: 0, createdAt: unit.now }], {
    session: unit.session,
  });
  return _id;
}

/** Makes the person a member, unless they are one in this role already. */
export async function makeMember(
  unit: Unit,
  person: string,
  membership: { role: Role; kind: BodyKind; body: string },
): Promise<void> {
  const { session, now } = unit;
  const { role, kind, body } = membership;
  if (await MembershipModel.exists({ person, role, body, current: true }).session(session)) return;
  const made = { _id: randomUUID(), person, role, kind, body, since: now, current: true as const };
  await MembershipModel.create([made], { session });
}
