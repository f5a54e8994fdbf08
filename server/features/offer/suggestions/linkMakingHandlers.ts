import type { OfferLinkRecord } from '../../../../models/OfferLink.ts';
import { type Answer, redirect } from '../../../core/answers.ts';
import { Invalid, NotFound } from '../../../core/errors.ts';
import { leaveNotice } from '../../../core/notices.ts';
import type { SignedInVisit, Visit } from '../../../core/route.ts';
import { newToken, tokenHash } from '../../../core/tokens.ts';
import type { Unit } from '../../../core/unitOfWork.ts';
import { paths } from '../../../paths.ts';
import { kindIn, pluralOf } from '../upkeep/addresses.ts';
import { requireMaintained } from '../upkeep/queries.ts';
import type { LinkInput, LinkMailInput } from './forms.ts';
import { makeOfferLink, noteNotMailed, replaceOfferLink, withdrawOfferLink } from './linkActions.ts';
import { mailLink } from './linkMail.ts';
import { linksPage } from './linksPage.ts';
import { linksWith } from './queries.ts';

type Kind = OfferLinkRecord['kind'];

/** An organisation's names are its own affair: links are for sites, units and modules. */
function linkedKind(visit: Visit<unknown>): Kind {
  const kind = kindIn(visit.params);
  if (kind === 'organisation') throw new NotFound();
  return kind;
}

export const showLinks = (visit: SignedInVisit<unknown>): Promise<Answer> =>
  linksPage(visit, linkedKind(visit));

/** The address the forms of a link are sent to, opened by hand. */
export const toLinks = (visit: SignedInVisit<unknown>): Answer =>
  redirect(paths.upkeepLinks({ kind: pluralOf(linkedKind(visit)), id: visit.params.id ?? '' }));

/** Where and in which language a link is sent; null when its maker passes it on. */
type Destination = Pick<LinkMailInput, 'email' | 'language'> | null;

/**
 * Makes a link, in the act of this row, and sends it where it is wanted. Its token is kept nowhere: when it is not sent,
 * the page shows it once.
 */
async function madeLink(
  visit: SignedInVisit<unknown>,
  name: string,
  to: Destination,
  work: (unit: Unit, token: string) => Promise<{ link: string }>,
): Promise<Answer> {
  const kind = linkedKind(visit);
  const recordId = visit.params.id ?? '';
  const { body } = await requireMaintained(visit.person, kind, recordId);
  if (to && !visit.house.mailer.sends) throw new Invalid({ email: 'suggestions.errors.noMailServer' });
  const token = newToken();
  const about = { record: { type: kind, id: recordId }, bodyId: body, name: `${kind}.${name}` };
  const { link: id } = await visit.act(about, (unit) => work(unit, token));
  const [link] = await linksWith([id]);
  // A form that was sent twice answers with the link of the first time, whose token is not this one.
  if (link?.tokenHash !== tokenHash(token))
    return linksPage(visit, kind, { link: null, name: link?.name ?? '' });
  const address = `${visit.house.publicUrl}${paths.offerLink({ token })}`;
  if (!to) return linksPage(visit, kind, { link: address, name: link.name });
  const language = to.language ?? visit.language;
  if (await mailLink(visit, { email: to.email, language }, { link, body, address })) {
    leaveNotice(visit, 'suggestions.links.mailed');
    return toLinks(visit);
  }
  const failed = {
    ...about,
    name: `${kind}.linkNotMailed`,
    actor: { personId: visit.person.id, bodyId: body },
  };
  await visit.house.unitOfWork.do(failed, (unit) => noteNotMailed(unit, id));
  return linksPage(visit, kind, { link: address, name: link.name, isRefused: true });
}

export function makeLink(visit: SignedInVisit<LinkInput>): Promise<Answer> {
  const { name, days, email, language } = visit.input;
  const to = email === '' ? null : { email, language };
  const about = { kind: linkedKind(visit), recordId: visit.params.id ?? '', name };
  return madeLink(visit, 'linkMade', to, (unit, token) =>
    makeOfferLink(unit, visit.person, token, { ...about, days: Number(days), isMailed: to !== null }),
  );
}

/** Sends a link again, or for the first time: as a new one that takes the place of the old. */
export function mailLinkAgain(visit: SignedInVisit<LinkMailInput>): Promise<Answer> {
  const { id: recordId = '', linkId: _id = '' } = visit.params;
  const about = { kind: linkedKind(visit), recordId, _id };
  return madeLink(visit, 'linkMailed', visit.input, (unit, token) =>
    replaceOfferLink(unit, visit.person, token, about),
  );
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
  return toLinks(visit);
}
