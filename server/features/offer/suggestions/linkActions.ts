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

/** Links of one entry that may be mailed within a day: nobody's mailbox is filled from here. */
const mostMailed = 20;

const stillOpen = (now: Date) => ({
  usedAt: { $exists: false },
  withdrawnAt: { $exists: false },
  expiresAt: { $gt: now },
});

type About = Pick<OfferLinkRecord, 'kind' | 'recordId'>;

interface LinkDraft extends About, Pick<OfferLinkRecord, 'name'> {
  days: number;
  /** Whether it is about to be sent by mail. */
  isMailed: boolean;
}

/**
 * Keeps a new link; the token itself stays with the caller.
 * @throws NotFound, or Conflict when the entry has too many.
 */
export async function makeOfferLink(
  unit: Unit,
  person: Maintainer,
  token: string,
  draft: LinkDraft,
): Promise<{ link: string }> {
  const { session, now } = unit;
  const { days, isMailed, ...about } = draft;
  await requireMaintained(person, draft.kind, draft.recordId, session);
  if (isMailed) await refuseManyMails(unit, draft.recordId);
  const open = { recordId: draft.recordId, ...stillOpen(now) };
  if ((await OfferLinkModel.countDocuments(open).session(session)) >= mostOpen)
    throw new Conflict('suggestions.errors.tooManyLinks');
  const _id = randomUUID();
  const expiresAt = new Date(now.getTime() + days * day);
  const link = { _id, ...about, tokenHash: tokenHash(token), madeBy: person.id, createdAt: now, expiresAt };
  await OfferLinkModel.create([isMailed ? { ...link, mailedAt: now } : link], { session });
  unit.note({ link: _id, days, mailed: isMailed });
  return { link: _id };
}

async function refuseManyMails({ session, now }: Unit, recordId: string): Promise<void> {
  const mailedAt = { $gt: new Date(now.getTime() - day) };
  if ((await OfferLinkModel.countDocuments({ recordId, mailedAt }).session(session)) >= mostMailed)
    throw new Conflict('suggestions.errors.tooManyMails');
}

/**
 * A new link, to be mailed, in the place of one that is still open: only a hash of that one's token is there, so that it
 * cannot be sent again. It works for as many days as the first did.
 * @throws NotFound, Conflict
 */
export async function replaceOfferLink(
  unit: Unit,
  person: Maintainer,
  token: string,
  about: About & Pick<OfferLinkRecord, '_id'>,
): Promise<{ link: string }> {
  const { kind, recordId, _id } = about;
  const filter = { _id, kind, recordId, ...stillOpen(unit.now) };
  const old = await OfferLinkModel.findOne(filter).session(unit.session).lean<OfferLinkRecord | null>();
  if (!old) throw new NotFound();
  await OfferLinkModel.updateOne({ _id }, { $set: { withdrawnAt: unit.now } }, { session: unit.session });
  const days = Math.round((old.expiresAt.getTime() - old.createdAt.getTime()) / day);
  const draft = { kind, recordId, name: old.name, days, isMailed: true };
  const made = await makeOfferLink(unit, person, token, draft);
  const replaced = { $set: { replacedBy: made.link } };
  await OfferLinkModel.updateOne({ _id }, replaced, { session: unit.session });
  unit.note({ replaces: _id });
  return made;
}

/** A link that no mail server took is open all the same, and its maker passes it on. */
export async function noteNotMailed(unit: Unit, linkId: string): Promise<null> {
  await OfferLinkModel.updateOne({ _id: linkId }, { $unset: { mailedAt: 1 } }, { session: unit.session });
  unit.note({ link: linkId });
  return null;
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
