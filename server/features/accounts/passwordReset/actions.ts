import { InvitationModel } from '../../../../models/Invitation.ts';
import { PersonModel, type PersonRecord } from '../../../../models/Person.ts';
import type { House } from '../../../core/house.ts';
import { isLanguage } from '../../../core/i18n.ts';
import { newToken } from '../../../core/tokens.ts';
import type { Unit } from '../../../core/unitOfWork.ts';
import { paths } from '../../../paths.ts';
import { linkLives } from '../linkLives.ts';
import { makeLink, useLink, withdrawLinks } from '../links.ts';
import { mailLink, outside } from '../mails.ts';

/** Mails of this kind an account gets within an hour: nobody's mailbox is filled by somebody else. */
const mostInAnHour = 3;

/** Makes a link and mails it, unless there were too many lately. Runs after the reply; see askForReset. */
export async function mailReset(house: House, person: PersonRecord): Promise<void> {
  const since = new Date(house.clock.now().getTime() - 60 * 60_000);
  const recent = { purpose: 'passwordReset' as const, person: person._id, createdAt: { $gt: since } };
  if ((await InvitationModel.countDocuments(recent)) >= mostInAnHour) return;
  const token = newToken();
  const draft = {
    name: 'account.passwordResetSent',
    actor: null,
    record: { type: 'person', id: person._id },
  };
  await house.unitOfWork.do(draft, (unit) =>
    makeLink(unit, token, { purpose: 'passwordReset', person: person._id }),
  );
  const language = isLanguage(person.language) ? person.language : 'nl';
  const link = outside(house, paths.passwordReset({ token }));
  await mailLink(house, 'passwordReset', { email: person.email, language }, { link, name: person.name });
}

/** A link to hand over, by who looks after the person. Older ones stop working. */
export async function makeResetToHandOver(
  unit: Unit,
  token: string,
  person: string,
  by: string,
): Promise<string> {
  await withdrawLinks(unit, { purpose: 'passwordReset', person });
  const draft = { purpose: 'passwordReset', person, invitedBy: by } as const;
  return makeLink(unit, token, draft, linkLives.handedOverReset);
}

/**
 * Takes up the new password. Ends every session, and every other link of the kind.
 * @throws LinkGone
 */
export async function resetPassword(
  unit: Unit,
  token: string | undefined,
  passwordHash: string,
): Promise<null> {
  const { person } = await useLink(unit, 'passwordReset', token);
  await withdrawLinks(unit, { purpose: 'passwordReset', person });
  await setPassword(unit, person ?? '', passwordHash);
  return null;
}

/** A new password ends every session of the person. */
export async function setPassword(unit: Unit, person: string, passwordHash: string): Promise<void> {
  const change = { $set: { passwordHash }, $inc: { sessionEpoch: 1 } };
  await PersonModel.updateOne({ _id: person }, change, { session: unit.session });
}
