import { randomUUID } from 'node:crypto';
import { InvitationModel, type InvitationRecord } from '../../../models/Invitation.ts';
import { Invalid } from '../../core/errors.ts';
import { tokenHash } from '../../core/tokens.ts';
import type { Unit } from '../../core/unitOfWork.ts';
import { linkLives } from './linkLives.ts';

type Purpose = InvitationRecord['purpose'];

/** Unknown, used, withdrawn or expired: one answer, so that a link tells nothing about itself. */
export class LinkGone extends Invalid {
  override name = 'LinkGone';
  constructor() {
    super({ form: 'accounts.link.gone' });
  }
}

const stillOpen = (now: Date) => ({
  usedAt: { $exists: false },
  withdrawnAt: { $exists: false },
  expiresAt: { $gt: now },
});

/** Looks at a link without using it up: mail scanners open every address they see. */
export function findLink(
  purpose: Purpose,
  token: string | undefined,
  now: Date,
): Promise<InvitationRecord | null> {
  const filter = { tokenHash: tokenHash(token ?? ''), purpose, ...stillOpen(now) };
  return InvitationModel.findOne(filter).lean<InvitationRecord | null>().exec();
}

/** @throws LinkGone */
export async function requireLink(
  purpose: Purpose,
  token: string | undefined,
  now: Date,
): Promise<InvitationRecord> {
  const link = await findLink(purpose, token, now);
  if (!link) throw new LinkGone();
  return link;
}

/**
 * Uses the link up, in the transaction of what it is used for: of two at the same time one gets through.
 * @throws LinkGone
 */
export async function useLink(
  unit: Unit,
  purpose: Purpose,
  token: string | undefined,
): Promise<InvitationRecord> {
  const filter = { tokenHash: tokenHash(token ?? ''), purpose, ...stillOpen(unit.now) };
  const used = await InvitationModel.findOneAndUpdate(
    filter,
    { $set: { usedAt: unit.now } },
    { session: unit.session },
  )
    .lean<InvitationRecord | null>()
    .exec();
  if (!used) throw new LinkGone();
  return used;
}

type LinkDraft = Pick<InvitationRecord, 'purpose'> &
  Partial<Pick<InvitationRecord, 'email' | 'name' | 'person' | 'membership' | 'invitedBy'>>;

/** Keeps a new link; the token itself stays with the caller. `life` in milliseconds. */
export async function makeLink(
  unit: Unit,
  token: string,
  draft: LinkDraft,
  life: number = linkLives[draft.purpose],
): Promise<string> {
  const _id = randomUUID();
  const expiresAt = new Date(unit.now.getTime() + life);
  const link = { _id, ...draft, tokenHash: tokenHash(token), createdAt: unit.now, expiresAt };
  await InvitationModel.create([link], { session: unit.session });
  return _id;
}

/** Makes links that are still open worthless. Answers how many there were. */
export async function withdrawLinks(unit: Unit, filter: Record<string, unknown>): Promise<number> {
  const withdrawn = { $set: { withdrawnAt: unit.now } };
  const { session } = unit;
  const changed = await InvitationModel.updateMany({ ...filter, ...stillOpen(unit.now) }, withdrawn, {
    session,
  });
  return changed.modifiedCount;
}
