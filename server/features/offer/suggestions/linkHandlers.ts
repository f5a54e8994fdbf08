import { invitationState } from '../../../../models/Invitation.ts';
import type { OfferLinkRecord } from '../../../../models/OfferLink.ts';
import { type Answer, redirect } from '../../../core/answers.ts';
import { Conflict, Invalid, NotFound } from '../../../core/errors.ts';
import { brusselsDay } from '../../../core/i18n.ts';
import { leaveNotice } from '../../../core/notices.ts';
import type { SignedInVisit, Visit } from '../../../core/route.ts';
import { newToken } from '../../../core/tokens.ts';
import { paths } from '../../../paths.ts';
import { readerOf } from '../directoryPage.ts';
import { kindIn, pluralOf } from '../upkeep/addresses.ts';
import { type Maintained, type Maintainer, requireMaintained } from '../upkeep/queries.ts';
import type { LinkAnswerInput, LinkInput } from './forms.ts';
import { refuseInsz, textsIn } from './identity.ts';
import { confirmByLink, makeOfferLink, suggestByLink, withdrawOfferLink } from './linkActions.ts';
import { askedByLink, linkFields, linkOver, linkPage } from './linkPages.ts';
import { linksPage } from './linksPage.ts';
import { proposalsIn } from './proposals.ts';
import { linkWithToken, makerOf } from './queries.ts';

type Kind = OfferLinkRecord['kind'];

/** An organisation's names are its own affair: links are for sites, units and modules. */
function linkedKind(visit: Visit<unknown>): Kind {
  const kind = kindIn(visit.params);
  if (kind === 'organisation') throw new NotFound();
  return kind;
}

export const showLinks = (visit: SignedInVisit<unknown>): Promise<Answer> =>
  linksPage(visit, linkedKind(visit));

/** The link is shown once: its token is kept nowhere. */
export async function makeLink(visit: SignedInVisit<LinkInput>): Promise<Answer> {
  const kind = linkedKind(visit);
  const recordId = visit.params.id ?? '';
  const { body } = await requireMaintained(visit.person, kind, recordId);
  const { name, days } = visit.input;
  const token = newToken();
  let isMade = false;
  const about = { record: { type: kind, id: recordId }, bodyId: body, name: `${kind}.linkMade` };
  await visit.act(about, (unit) => {
    isMade = true;
    return makeOfferLink(unit, visit.person, token, { kind, recordId, name, days: Number(days) });
  });
  const link = isMade ? `${visit.house.publicUrl}${paths.offerLink({ token })}` : null;
  return linksPage(visit, kind, { link, name });
}

export async function withdrawLink(visit: SignedInVisit): Promise<Answer> {
  const kind = linkedKind(visit);
  const { id = '', linkId = '' } = visit.params;
  const { body } = await requireMaintained(visit.person, kind, id);
  const about = { record: { type: kind, id }, bodyId: body, name: `${kind}.linkWithdrawn` };
  await visit.act(about, (unit) =>
    withdrawOfferLink(unit, visit.person, { kind, recordId: id, _id: linkId }),
  );
  leaveNotice(visit, 'suggestions.links.withdrawn');
  return redirect(paths.upkeepLinks({ kind: pluralOf(kind), id }));
}

/** The address a withdrawal is sent to, opened by hand. */
export const toLinks = (visit: SignedInVisit): Answer =>
  redirect(paths.upkeepLinks({ kind: pluralOf(linkedKind(visit)), id: visit.params.id ?? '' }));

interface Opened {
  link: OfferLinkRecord;
  maker: Maintainer;
  maintained: Maintained & { kind: Kind };
}

/** The link of an address with what it opens, or the page that says why it opens nothing. @throws NotFound */
async function opened(visit: Visit<unknown>): Promise<Opened | Answer> {
  const link = await linkWithToken(visit.params.token);
  if (invitationState(link, visit.now) !== 'open') return linkOver(visit, link);
  const maker = await makerOf(link, visit.language, visit.now);
  try {
    const maintained = await requireMaintained(maker, link.kind, link.recordId);
    return { link, maker, maintained: { ...maintained, kind: link.kind } };
  } catch (error) {
    // Who made it keeps the entry no longer.
    if (error instanceof NotFound) return linkOver(visit, link, true);
    throw error;
  }
}

export async function showLink(visit: Visit<unknown>): Promise<Answer> {
  const found = await opened(visit);
  return 'link' in found ? linkPage(visit, found.link, found.maintained) : found;
}

/** What the holder says, once: everything is right, or these are corrections. */
export async function answerLink(visit: Visit<LinkAnswerInput>): Promise<Answer> {
  const found = await opened(visit);
  if (!('link' in found)) return found;
  try {
    await (visit.input.answer === 'confirm' ? confirm(visit, found) : correct(visit, found));
  } catch (error) {
    if (!(error instanceof Conflict) || error.told.key !== 'suggestions.errors.linkGone') throw error;
    // Somebody else used it in between.
  }
  return redirect(paths.offerLink({ token: visit.params.token ?? '' }));
}

async function confirm(visit: Visit<LinkAnswerInput>, { link, maker, maintained }: Opened): Promise<void> {
  if (visit.input.steps !== (maintained.record.steps ?? 0))
    throw new Invalid({ form: 'suggestions.errors.entryChanged' });
  const about = { record: { type: link.kind, id: link.recordId }, actor: null };
  await visit.act({ ...about, name: `${link.kind}.confirmedByLink` }, (unit) =>
    confirmByLink(unit, link, maker),
  );
}

async function correct(visit: Visit<LinkAnswerInput>, { link, maker, maintained }: Opened): Promise<void> {
  const { input, language, now } = visit;
  refuseInsz(textsIn(input, ['words'], linkFields(link.kind)), input.inszKept);
  const asked = await askedByLink(maintained, readerOf(visit));
  const proposals = proposalsIn(asked, input, language, brusselsDay(now));
  const draft = { words: input.words, proposals, language };
  const about = { record: { type: link.kind, id: link.recordId }, actor: null };
  await visit.act({ ...about, name: `${link.kind}.suggested` }, (unit) =>
    suggestByLink(unit, link, maker, draft, input.email),
  );
}
