import { invitationState } from '../../../../models/Invitation.ts';
import type { OfferLinkRecord } from '../../../../models/OfferLink.ts';
import { type Answer, redirect } from '../../../core/answers.ts';
import { Conflict, Invalid, NotFound } from '../../../core/errors.ts';
import { brusselsDay } from '../../../core/i18n.ts';
import type { Visit } from '../../../core/route.ts';
import { paths } from '../../../paths.ts';
import { readerOf } from '../directoryPage.ts';
import { type Maintained, type Maintainer, requireMaintained } from '../upkeep/queries.ts';
import type { LinkAnswerInput } from './forms.ts';
import { refuseInsz, textsIn } from './identity.ts';
import { confirmByLink, suggestByLink } from './linkActions.ts';
import { askedByLink, linkFields, linkOver, linkPage } from './linkPages.ts';
import { proposalsIn } from './proposals.ts';
import { linkWithToken, makerOf } from './queries.ts';

type Kind = OfferLinkRecord['kind'];

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
