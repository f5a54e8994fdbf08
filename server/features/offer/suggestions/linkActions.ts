import { randomUUID } from 'node:crypto';
import { OfferLinkModel, type OfferLinkRecord } from '../../../../models/OfferLink.ts';
import { Conflict, NotFound } from '../../../core/errors.ts';
import { tokenHash } from '../../../core/tokens.ts';
import type { Unit } from '../../../core/unitOfWork.ts';
import { confirmEntry } from '../upkeep/actions.ts';
import { type Maintainer, requireMaintained } from '../upkeep/queries.ts';
import { makeSuggestion, type SuggestionDraft } from './actions.ts';

const day = 24 * 60 * 60_000;

/** Links of one entry that may be open at once. */
const mostOpen = 20;

const stillOpen = (now: Date) => ({
  usedAt: { $exists: false },
  withdrawnAt: { $exists: false },
  expiresAt: { $gt: now },
});

/**
 * Keeps a new link; the token itself stays with the caller.
 * @throws NotFound, or Conflict when the entry has too many.
 */
export async function makeOfferLink(
  unit: Unit,
  person: Maintainer,
  token: string,
  draft: Pick<OfferLinkRecord, 'kind' | 'recordId' | 'name'> & { days: number },
): Promise<{ link: string }> {
  const { session, now } = unit;
  const { days, ...about } = draft;
  await requireMaintained(person, draft.kind, draft.recordId, session);
  const open = { recordId: draft.recordId, ...stillOpen(now) };
  if ((await OfferLinkModel.countDocuments(open).session(session)) >= mostOpen)
    throw new Conflict('suggestions.errors.tooManyLinks');
  const _id = randomUUID();
  const expiresAt = new Date(now.getTime() + days * day);
  const link = { _id, ...about, tokenHash: tokenHash(token), madeBy: person.id, createdAt: now, expiresAt };
  await OfferLinkModel.create([link], { session });
  unit.note({ link: _id, days });
  return { link: _id };
}

/** Makes a link worthless that is still open. @throws NotFound */
export async function withdrawOfferLink(
  unit: Unit,
  person: Maintainer,
  about: Pick<OfferLinkRecord, 'kind' | 'recordId' | '_id'>,
): Promise<null> {
  const { kind, recordId, _id } = about;
  await requireMaintained(person, kind, recordId, unit.session);
  const filter = { _id, kind, recordId, ...stillOpen(unit.now) };
  const withdrawn = { $set: { withdrawnAt: unit.now } };
  const { matchedCount } = await OfferLinkModel.updateOne(filter, withdrawn, { session: unit.session });
  if (matchedCount === 0) throw new NotFound();
  unit.note({ link: _id });
  return null;
}

/** Uses a link up: of two at the same time one gets through. @throws Conflict */
async function useOfferLink(unit: Unit, link: OfferLinkRecord): Promise<void> {
  const used = await OfferLinkModel.updateOne(
    { _id: link._id, ...stillOpen(unit.now) },
    { $set: { usedAt: unit.now } },
    { session: unit.session },
  );
  if (used.matchedCount === 0) throw new Conflict('suggestions.errors.linkGone');
  unit.note({ link: link._id });
}

/** Everything is still true: the entry counts as confirmed, for who made the link. @throws Conflict, NotFound */
export async function confirmByLink(unit: Unit, link: OfferLinkRecord, maker: Maintainer): Promise<null> {
  await useOfferLink(unit, link);
  await confirmEntry(unit, maker, link.kind, link.recordId, link._id);
  return null;
}

/** Corrections, for who keeps the entry to decide about. @throws Conflict, NotFound, Invalid */
export async function suggestByLink(
  unit: Unit,
  link: OfferLinkRecord,
  maker: Maintainer,
  draft: Pick<SuggestionDraft, 'words' | 'proposals' | 'language'>,
  email: string,
): Promise<{ suggestion: string }> {
  const { kind, recordId, _id: linkId } = link;
  await requireMaintained(maker, kind, recordId, unit.session);
  await useOfferLink(unit, link);
  return makeSuggestion(unit, { kind, recordId, linkId, ...draft }, email);
}
