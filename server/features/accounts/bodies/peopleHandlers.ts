import { type Answer, redirect } from '../../../core/answers.ts';
import { Invalid, NotFound } from '../../../core/errors.ts';
import { leaveNotice } from '../../../core/notices.ts';
import type { BodyKind } from '../../../core/person.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { newToken } from '../../../core/tokens.ts';
import { paths } from '../../../paths.ts';
import { invitationById, inviteTo, withdrawInvitation } from '../invitations/actions.ts';
import { linkMade } from '../linkPages.ts';
import { mailLink, outside } from '../mails.ts';
import { type Body, mayEndMembership, mayInviteTo } from '../policy.ts';
import { endMembership, membershipById } from './actions.ts';
import type { InviteForm } from './forms.ts';
import { bodiesOf, requireBody } from './queries.ts';

/** Where the people of a body are looked after. */
const pageOf: Record<BodyKind, (id: string) => string> = {
  system: () => paths.administrators(),
  platform: (id) => paths.platform({ id }),
  organisation: (id) => paths.organisation({ id }),
  authority: (id) => paths.authority({ id }),
};

/** Invites to a body of this kind: mails the link, or shows it once. */
export const inviteToBody =
  (kind: BodyKind) =>
  async (visit: SignedInVisit<InviteForm>): Promise<Answer> => {
    const { person, input, house, params } = visit;
    const body = await requireBody(visit, kind, kind === 'system' ? 'schakel' : params.id);
    if (!mayInviteTo(person, body, input.role)) throw new Invalid({ role: 'accounts.invite.roleMissing' });
    const token = newToken();
    let fresh = false;
    await visit.act({ record: { type: kind, id: body.id }, bodyId: body.id }, (unit) => {
      fresh = true;
      return inviteTo(unit, token, { ...input, kind, body: body.id }, person.id);
    });
    const link = outside(house, paths.invitation({ token }));
    const values = { link, name: input.name, body: body.name };
    const mailed = fresh && (await mailLink(house, 'invitation', input, values));
    const { name, email } = input;
    const shown = fresh && !mailed ? link : null;
    return linkMade(visit, {
      kind: 'invitation',
      name,
      email,
      link: shown,
      mailed,
      back: pageOf[kind](body.id),
    });
  };

export async function withdraw(visit: SignedInVisit): Promise<Answer> {
  const found = await invitationById(visit.params.id ?? '');
  const body = found?.membership ? await bodyOf(found.membership) : undefined;
  if (!found?.membership || !body || !mayInviteTo(visit.person, body, found.membership.role))
    throw new NotFound();
  const about = { record: { type: 'invitation', id: found._id }, bodyId: body.id };
  await visit.act(about, (unit) => withdrawInvitation(unit, found._id));
  leaveNotice(visit, 'accounts.invitations.withdrawn');
  return redirect(pageOf[body.kind](body.id));
}

export async function end(visit: SignedInVisit): Promise<Answer> {
  const { person } = visit;
  const found = await membershipById(visit.params.id ?? '');
  const body = found ? await bodyOf(found) : undefined;
  if (!found || !body || !mayEndMembership(person, body, found.role)) throw new NotFound();
  const about = { record: { type: 'person', id: found.person }, bodyId: body.id };
  await visit.act(about, (unit) => endMembership(unit, found, person.id));
  leaveNotice(visit, 'accounts.memberships.done');
  return redirect(found.person === person.id ? paths.account() : pageOf[body.kind](body.id));
}

async function bodyOf(ref: { kind: BodyKind; body: string }): Promise<Body | undefined> {
  return (await bodiesOf([ref]))(ref);
}
