import type { CareModuleRecord } from '../../../../models/CareModule.ts';
import { invitationState } from '../../../../models/Invitation.ts';
import type { OfferLinkRecord } from '../../../../models/OfferLink.ts';
import { nameOn } from '../../../../models/Organisation.ts';
import { type Answer, page } from '../../../core/answers.ts';
import { inLanguage } from '../../../core/i18n.ts';
import type { Visit } from '../../../core/route.ts';
import { paths } from '../../../paths.ts';
import { personNames } from '../../network/queries.ts';
import { readerOf } from '../directoryPage.ts';
import { catalogue, type OfferField } from '../upkeep/catalogue.ts';
import { versionOf } from '../upkeep/commands.ts';
import { type Choices, sectionViews } from '../upkeep/fieldViews.ts';
import { valuesOf } from '../upkeep/plain.ts';
import { type Maintained, moduleTypesInUse, offerOf } from '../upkeep/queries.ts';
import { titleOf } from '../upkeep/titles.ts';
import { siteName } from '../upkeep/words.ts';
import type { Reader } from '../wording.ts';
import { factsOf, foldedForm } from './linkForm.ts';
import type { Asked } from './proposals.ts';
import { hasInsz, onNewGround } from './refusals.ts';

/** Nobody who follows a link from the page learns its address, and no search engine keeps it. */
const secret = { 'Referrer-Policy': 'no-referrer', 'X-Robots-Tag': 'noindex' };

/** What the holder of a link may correct: everything but where the entry belongs and whether it is listed. */
export const linkFields = (kind: OfferLinkRecord['kind']): readonly OfferField[] =>
  catalogue[kind].filter((one) => one.section !== 'place' && !one.isFollowing && one.name !== 'listed');

async function choicesOf({ kind, record, organisation }: Maintained, reader: Reader): Promise<Choices> {
  if (kind === 'site') return {};
  const { sites, units } = await offerOf([organisation?._id ?? '']);
  const own = (record as unknown as CareModuleRecord).siteIds;
  const unit = units.find((one) => one._id === record.careUnitId);
  const open = kind === 'module' ? [...(unit?.siteIds ?? []), ...own] : sites.map((one) => one._id);
  const siteIds = sites
    .filter((one) => open.includes(one._id))
    .map((one) => ({ value: one._id, text: siteName(one, reader) }));
  if (kind === 'unit') return { siteIds };
  const types = (await moduleTypesInUse()).map((one) => ({
    value: one._id,
    text: inLanguage(one.names, reader.language).text,
  }));
  return { siteIds, types };
}

export async function askedByLink(
  maintained: Maintained & { kind: OfferLinkRecord['kind'] },
  reader: Reader,
): Promise<Asked> {
  const { kind, record } = maintained;
  return { kind, record, fields: linkFields(kind), choices: await choicesOf(maintained, reader) };
}

/** What the holder of a link sees: everything the entry says, to confirm at once or to correct. */
export async function linkPage(
  visit: Visit<unknown>,
  link: OfferLinkRecord,
  maintained: Maintained & { kind: OfferLinkRecord['kind'] },
): Promise<Answer> {
  const reader = readerOf(visit);
  const asked = await askedByLink(maintained, reader);
  const { kind, record, fields, choices } = asked;
  const refused = onNewGround(visit.refused);
  const { organisation } = maintained;
  const people = await personNames([link.madeBy]);
  const answer = page('offer/suggestions/link', {
    title: visit.t('suggestions.link.title'),
    publicPage: true,
    styles: ['/styles/offer.css'],
    narrow: true,
    refused,
    insz: hasInsz(visit),
    name: link.name,
    entry: await titleOf(kind, record, reader, visit.now),
    asker: visit.t(organisation ? 'suggestions.link.askerOf' : 'suggestions.link.asker', {
      name: people.get(link.madeBy) ?? visit.t('upkeep.someone'),
      organisation: organisation ? nameOn(organisation, visit.now) : '',
    }),
    until: link.expiresAt,
    steps: record.steps ?? 0,
    action: paths.offerLink({ token: visit.params.token ?? '' }),
    facts: await factsOf(asked, reader, visit.now),
    ...foldedForm(
      sectionViews({
        fields,
        values: valuesOf(kind, record),
        version: (field) => versionOf(record, field),
        choices,
        reader,
        refused: refused?.values.answer === 'correct' ? refused : null,
      }),
    ),
  });
  return { ...answer, headers: secret };
}

/** A link that was used thanks; one that cannot be used says why. */
export function linkOver(visit: Visit<unknown>, link: OfferLinkRecord, isWithdrawn = false): Answer {
  const found = invitationState(link, visit.now);
  const ended = found === 'open' || (isWithdrawn && found !== 'used') ? 'withdrawn' : found;
  const state = ended === 'withdrawn' && link.replacedBy ? 'replaced' : ended;
  const answer = page('offer/suggestions/linkOver', {
    title: visit.t(`suggestions.linkOver.${state}.title`),
    publicPage: true,
    narrow: true,
    state,
    usedAt: link.usedAt ?? null,
    expiresAt: link.expiresAt,
  });
  return { ...answer, status: state === 'used' ? 200 : 410, headers: secret };
}
