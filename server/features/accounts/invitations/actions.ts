import { InvitationModel, type InvitationRecord } from '../../../../models/Invitation.ts';
import { Conflict } from '../../../core/errors.ts';
import type { Language } from '../../../core/i18n.ts';
import type { BodyKind, Role } from '../../../core/person.ts';
import type { Unit } from '../../../core/unitOfWork.ts';
import { makeLink, useLink, withdrawLinks } from '../links.ts';
import { makeMember, makePerson } from '../people.ts';

/**
 * Keeps an invitation. An earlier one of the same person to the same place stops working: the newest link counts.
 */
export async function inviteTo(
  unit: Unit,
  token: string,
  to: { name: string; email: string; role: Role; kind: BodyKind; body: string },
  invitedBy: string,
): Promise<{ id: string }> {
  const { name, email, role, kind, body } = to;
  await withdrawLinks(unit, {
    purpose: 'membership',
    email,
    'membership.role': role,
    'membership.kind': kind,
    'membership.body': body,
  });
  const id = await makeLink(unit, token, {
    purpose: 'membership',
    name,
    email,
    membership: { role, kind, body },
    invitedBy,
  });
  unit.note({ role, body });
  return { id };
}

/** @throws Conflict when it was used, withdrawn or expired before. */
export async function withdrawInvitation(unit: Unit, id: string): Promise<null> {
  if ((await withdrawLinks(unit, { _id: id, purpose: 'membership' })) === 0)
    throw new Conflict('accounts.invitations.over');
  return null;
}

export const invitationById = (id: string): Promise<InvitationRecord | null> =>
  InvitationModel.findOne({ _id: id, purpose: 'membership' }).lean<InvitationRecord | null>().exec();

/** What somebody without an account chose on the page of the invitation. */
export interface NewAccount {
  name: string;
  email: string;
  passwordHash: string;
  language: Language;
}

/**
 * Takes up an invitation: for an account that exists, or with a new one. Used up and member in one transaction.
 * @throws LinkGone when it was used, withdrawn or expired meanwhile.
 */
export async function acceptInvitation(
  unit: Unit,
  token: string | undefined,
  who: { personId: string } | NewAccount,
): Promise<{ personId: string }> {
  const { membership, _id } = await useLink(unit, 'membership', token);
  const personId = 'personId' in who ? who.personId : await makePerson(unit, who);
  if (membership) {
    await makeMember(unit, personId, membership);
    unit.note({ invitation: _id, role: membership.role, body: membership.body });
  }
  return { personId };
}

/**
 * Makes the first administrator.
 * @throws LinkGone
 */
export async function setUpFirst(
  unit: Unit,
  token: string | undefined,
  account: NewAccount,
): Promise<{ personId: string }> {
  await useLink(unit, 'firstAdministrator', token);
  const personId = await makePerson(unit, account);
  await makeMember(unit, personId, { role: 'administrator', kind: 'system', body: 'schakel' });
  return { personId };
}
