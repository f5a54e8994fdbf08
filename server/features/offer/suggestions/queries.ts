import type { ClientSession } from 'mongodb';
import { CareUnitModel, type CareUnitRecord } from '../../../../models/CareUnit.ts';
import { OfferLinkModel, type OfferLinkRecord } from '../../../../models/OfferLink.ts';
import { OfferSuggestionModel, type OfferSuggestionRecord } from '../../../../models/OfferSuggestion.ts';
import { SuggestionAddressModel } from '../../../../models/SuggestionAddress.ts';
import type { Upkeep } from '../../../../models/upkeep.ts';
import { NotFound } from '../../../core/errors.ts';
import type { Language } from '../../../core/i18n.ts';
import type { Person } from '../../../core/person.ts';
import { tokenHash } from '../../../core/tokens.ts';
import { affiliationsOf } from '../../accounts/queries.ts';
import type { Stored } from '../upkeep/plain.ts';
import {
  type Maintained,
  type Maintainer,
  modulesOf,
  requireMaintained,
  sitesWith,
} from '../upkeep/queries.ts';
import { decidedEntriesOf, openSuggestionsOf } from './owners.ts';

export { openSuggestionsOf } from './owners.ts';

type Session = ClientSession | null;

/** One part of a public sheet: the unit itself, a module, a site. */
export interface Part {
  kind: OfferSuggestionRecord['kind'];
  record: Stored & Upkeep;
}

/** Everything one public sheet shows, the unit first. @throws NotFound when there is none or it is not listed. */
export async function partsOfSheet(unitId: string | undefined): Promise<[Part, ...Part[]]> {
  const unit = await CareUnitModel.findOne({ _id: unitId ?? '', listed: true }).lean<CareUnitRecord | null>();
  if (!unit) throw new NotFound();
  const [modules, sites] = await Promise.all([modulesOf([unit._id]), sitesWith(unit.siteIds)]);
  const part = (kind: Part['kind'], record: { _id: string }): Part => ({
    kind,
    record: record as Part['record'],
  });
  return [
    part('unit', unit),
    ...modules.map((one) => part('module', one)),
    ...sites.map((one) => part('site', one)),
  ];
}

/** Suggestions this person decides about: what is open, longest waiting first, or what was decided last. */
export async function suggestionsFor(
  person: Person,
  state: 'open' | 'decided',
  most: number,
): Promise<OfferSuggestionRecord[]> {
  const isOpen = state === 'open';
  const among = isOpen
    ? { _id: { $in: (await openSuggestionsOf(person)).slice(0, most).map((one) => one._id) } }
    : { recordId: { $in: await decidedEntriesOf(person) } };
  return OfferSuggestionModel.find({ ...among, decidedAt: isOpen ? null : { $ne: null } })
    .sort(isOpen ? { madeAt: 1 } : { decidedAt: -1 })
    .limit(most)
    .lean<OfferSuggestionRecord[]>()
    .exec();
}

/** How many suggestions wait for a decision about these entries. */
export const openSuggestionsAbout = (recordIds: string[]): Promise<number> =>
  OfferSuggestionModel.countDocuments({ recordId: { $in: recordIds }, decidedAt: null }).exec();

/** A suggestion and the entry it is about. @throws NotFound unless this person decides about it. */
export async function requireSuggestion(
  person: Maintainer,
  id: string | undefined,
  session: Session = null,
): Promise<{ suggestion: OfferSuggestionRecord; maintained: Maintained }> {
  const suggestion = await OfferSuggestionModel.findById(id ?? '')
    .session(session)
    .lean<OfferSuggestionRecord | null>();
  if (!suggestion) throw new NotFound();
  const maintained = await requireMaintained(person, suggestion.kind, suggestion.recordId, session);
  return { suggestion, maintained };
}

/** Where to answer, as long as that is kept; for who decides. */
export async function addressFor(suggestionId: string, now: Date): Promise<string | null> {
  const found = await SuggestionAddressModel.findOne({ _id: suggestionId, until: { $gt: now } }).lean();
  return found?.email ?? null;
}

export const linksOf = (recordId: string): Promise<OfferLinkRecord[]> =>
  OfferLinkModel.find({ recordId }).sort({ createdAt: -1 }).limit(50).lean<OfferLinkRecord[]>().exec();

export const linksWith = (ids: string[]): Promise<OfferLinkRecord[]> =>
  OfferLinkModel.find({ _id: { $in: ids } })
    .lean<OfferLinkRecord[]>()
    .exec();

/** @throws NotFound for a token that was never given out. */
export async function linkWithToken(token: string | undefined): Promise<OfferLinkRecord> {
  const link = await OfferLinkModel.findOne({
    tokenHash: tokenHash(token ?? ''),
  }).lean<OfferLinkRecord | null>();
  if (!link) throw new NotFound();
  return link;
}

/** Who made a link, with what they are now: a link is worth no more than its maker's place. */
export async function makerOf(link: OfferLinkRecord, language: Language, now: Date): Promise<Maintainer> {
  const affiliations = await affiliationsOf([link.madeBy], language, now);
  return { id: link.madeBy, affiliations: affiliations.get(link.madeBy) ?? [] };
}
