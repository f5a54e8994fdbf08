import type { StandardVersionRecord } from '../../../../models/StandardVersion.ts';
import { type Answer, page } from '../../../core/answers.ts';
import { formats } from '../../../core/i18n.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { areaName } from '../../../geography/geography.ts';
import { paths } from '../../../paths.ts';
import { bodyNames, personNames } from '../../network/queries.ts';
import { type Difference, differences } from './parts.ts';
import { platformsWrittenBy, writesFor } from './policy.ts';
import { draftFrom, type NamedFrame, versionId, versionsOf } from './queries.ts';
import { type StandardWords, saidIn, standardWords } from './wording.ts';

export const changesShown = (changes: Difference[], words: StandardWords) =>
  changes.map(({ key, from, to }) => ({
    about: words.about(key),
    from: from === undefined ? '' : words.saying(key, from),
    to: to === undefined ? '' : words.saying(key, to),
  }));

/** What each version changed, the newest first; who made it is for who writes it. */
async function historyOf(
  { person, language }: SignedInVisit<unknown>,
  { frame, platform }: NamedFrame,
  words: StandardWords,
) {
  if (platform === null) return [];
  const versions = await versionsOf(frame.id);
  const names = writesFor(person, platform) ? await personNames(versions.map((one) => one.by)) : new Map();
  const draft = ({ names, content }: StandardVersionRecord) => ({ names, content });
  return versions.map((one, at) => {
    const before = versions[at + 1];
    return {
      version: one.version,
      at: one.at,
      by: names.get(one.by) ?? null,
      href: paths.standard({ id: frame.id }, { version: one.version }),
      isShown: one.version === frame.version,
      begunFrom:
        one.begunFrom && paths.standard({ id: one.begunFrom.id }, { version: one.begunFrom.version }),
      changes: before ? changesShown(differences(draft(before), draft(one)), words) : [],
      language,
    };
  });
}

/** Kinds of help that have a number of their own, in the order of the frame. */
function numbersOf({ frame }: NamedFrame, words: StandardWords, order: readonly string[]) {
  const { weeks } = frame.waiting;
  const { kilometres } = frame.travel;
  const types = order.filter((type) => type in weeks.types || type in kilometres.types);
  return types.map((type) => ({
    name: words.type(type),
    weeks: weeks.types[type] ?? null,
    kilometres: kilometres.types[type] ?? null,
  }));
}

function saidOf(visit: SignedInVisit<unknown>, named: NamedFrame, words: StandardWords) {
  const { t, language } = visit;
  const { number } = formats(language);
  const { content } = draftFrom(named, language);
  const listed = (codes: readonly string[] | undefined, key: string): string =>
    (codes ?? []).map((code) => t(`${key}.${code}`)).join(', ');
  return {
    months: content.months,
    weeks: content.waiting.weeks.otherwise,
    mustBeKnown: content.waiting.mustBeKnown,
    kilometres: number(content.travel.kilometres.otherwise),
    share: number(Math.round(content.travel.share * 1000) / 10),
    overlapFrom: content.overlapFrom,
    obstacles: content.travel.obstacles.map(({ area, kilometres }) => ({
      area: areaName(area, language),
      kilometres: number(kilometres),
      source: saidIn(named.obstacles[area] ?? {}, visit),
    })),
    expected: content.expected.map((one) => ({
      types: one.types.map(words.type),
      forWhom: [listed(one.ages, 'offer.age'), listed(one.targets, 'offer.target')]
        .filter(Boolean)
        .join('; '),
      settings: listed(one.settings, 'offer.setting'),
      place: words.place(one),
      per10000: one.per10000 === undefined ? '' : number(one.per10000),
      weight: number(one.weight),
    })),
    transitions: content.transitions.map((one) => ({
      text: words.transition(one),
      weight: number(one.weight),
    })),
  };
}

/** A standard to read: what it asks, in sentences and a table, where it comes from, and how it came to be. */
export async function standardPage(
  visit: SignedInVisit<unknown>,
  named: NamedFrame,
  newest: number,
): Promise<Answer> {
  const { person, house, language } = visit;
  const { frame, platform } = named;
  const id = { id: frame.id };
  const words = await standardWords(visit);
  const writes = platform !== null && writesFor(person, platform);
  const bodies = platform === null ? new Map() : await bodyNames(house, [platform], language);
  const order = [
    ...new Set([...Object.keys(frame.waiting.weeks.types), ...Object.keys(frame.travel.kilometres.types)]),
  ];
  return page('coverage/standards/standard', {
    title: saidIn(named.names, visit).text,
    space: 'platform',
    styles: ['/styles/offer.css', '/styles/standards.css'],
    heading: saidIn(named.names, visit),
    body: platform === null ? null : (bodies.get(platform) ?? platform),
    version: frame.version,
    newest: newest === frame.version ? null : { version: newest, href: paths.standard(id) },
    lookBy: paths.coverage({
      within: platform ?? undefined,
      standard: newest === frame.version ? frame.id : versionId(frame.id, frame.version),
    }),
    isDefault: named.isDefault,
    isRetired: named.isRetired,
    source: saidIn(named.source, visit),
    said: saidOf(visit, named, words),
    numbers: numbersOf(named, words, order),
    history: await historyOf(visit, named, words),
    writes,
    begin: platformsWrittenBy(person).length > 0 ? paths.newStandard({ from: frame.id }) : null,
    to: {
      change: paths.standardVersions(id),
      default: paths.standardDefault(id),
      retirement: paths.standardRetirement(id),
    },
  });
}
