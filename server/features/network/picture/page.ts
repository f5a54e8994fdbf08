import { actorTypes } from '../../../../models/Organisation.ts';
import { type Answer, page } from '../../../core/answers.ts';
import { brusselsDay, inLanguage } from '../../../core/i18n.ts';
import { areaChoices } from '../../../geography/platformAreas.ts';
import { paths } from '../../../paths.ts';
import { groupKinds, headingOf, headings } from './choice.ts';
import type { Drawn } from './drawing.ts';
import type { PictureInput } from './forms.ts';
import { pictureOf } from './layout.ts';
import { networksSeenBy } from './queries.ts';
import { type Shown, shownTo, type Visit } from './shown.ts';
import { addressOf, iconOfKind, tablesOf } from './tables.ts';
import { type Wording, wordingOf } from './wording.ts';

function drawnFrom(
  { chosen, asked, network }: Shown,
  wording: Wording,
  hrefTo: (id: string) => string,
): Drawn {
  const names = new Map(network.participants.map((one) => [one.id, wording.participant(one)]));
  const groups = new Map(network.groups.map((one) => [one.id, wording.group(one).text]));
  return {
    groups: chosen.groups.map((one) => ({ ...one, name: groups.get(one.id)!, href: hrefTo(one.id) })),
    parts: chosen.parts.map(({ heading, participants }) => ({
      title: wording.heading(heading),
      participants: participants.map(({ id }) => ({ id, name: names.get(id)!, href: hrefTo(id) })),
    })),
    ties: chosen.ties.map((one) => ({
      ...one,
      words: `${names.get(one.participant)}, ${groups.get(one.group)}${wording.says(wording.tie(one))}`,
    })),
    focus: asked.focus,
  };
}

function choicesOf(visit: Visit, { platform, network }: Shown) {
  const { t } = visit;
  const wording = wordingOf(visit);
  const all = { value: '', text: t('gaps.list.every') };
  const there = new Set(network.participants.map(headingOf));
  const types = new Set<string>(network.participants.map((one) => one.type));
  const kinds = new Set(network.groups.map((one) => one.kind));
  const listed = <T extends string>(
    codes: readonly T[],
    isThere: (code: T) => boolean,
    words: (code: T) => string,
  ) => [all, ...codes.filter(isThere).map((value) => ({ value: value as string, text: words(value) }))];
  return {
    kind: listed(groupKinds, (one) => kinds.has(one), wording.kind),
    sector: listed(headings, (one) => there.has(one), wording.heading),
    type: listed(
      actorTypes,
      (one) => types.has(one),
      (one) => t(`accounts.actorTypes.${one}`),
    ),
    area: [all, ...areaChoices(visit, [platform])],
    seats: ['', 'some', 'none'].map((value) => ({ value, text: t(`network.seats.${value || 'all'}`) })),
  };
}

/** What stands out, with the way to its own page and back to everything. */
function focusOf({ asked, network, chosen }: Shown, wording: Wording, back: string) {
  const group = network.groups.find((one) => one.id === asked.focus);
  const participant = network.participants.find((one) => one.id === asked.focus);
  if (!group && !participant) return null;
  const rows = chosen.parts.flatMap((one) => one.participants);
  return {
    name: group ? wording.group(group) : { text: wording.participant(participant!), language: null },
    href: group ? addressOf(group) : null,
    back,
    isHidden: ![...chosen.groups, ...rows].some((one) => one.id === asked.focus),
    count: chosen.ties.filter((one) => one.group === asked.focus || one.participant === asked.focus).length,
    isGroup: group !== undefined,
  };
}

/** What was typed, also where it was refused. */
function typedIn({ refused, now }: Visit, asked: PictureInput): Record<string, string> {
  const given = (name: string): string => {
    const value = refused?.values[name];
    return typeof value === 'string' ? value : '';
  };
  const typed = refused
    ? Object.fromEntries(Object.keys(asked).map((name) => [name, given(name)]))
    : { ...asked };
  return { ...typed, on: typed.on || brusselsDay(now) };
}

/** The network of a platform: a picture, and tables that say the same. */
export async function picturePage(visit: Visit): Promise<Answer> {
  const { t, refused, now, person, language } = visit;
  const shown = await shownTo(visit);
  const { platform, name, day, asked, chosen } = shown;
  const wording = wordingOf(visit);
  const { focus, ...filter } = asked;
  const at = { platform: platform._id };
  const toFocus = (id: string): string => `${paths.platformNetwork(at, { ...filter, focus: id })}#focus`;
  const all = chosen.parts.flatMap((one) => one.participants);
  const others = (await networksSeenBy(person)).filter((one) => one._id !== platform._id);
  return page('network/picture', {
    title: t('network.title', { name }),
    space: 'network',
    styles: ['/styles/network.css'],
    ...{ refused, shownOn: day, isToday: day === brusselsDay(now), typed: typedIn(visit, asked) },
    isNarrowed: Object.values(filter).some((one) => one !== ''),
    choices: choicesOf(visit, shown),
    pictures: pictureOf(drawnFrom(shown, wording, toFocus)),
    counts: { participants: all.length, groups: chosen.groups.length, ties: chosen.ties.length },
    focus: focusOf(shown, wording, paths.platformNetwork(at, filter)),
    icons: Object.fromEntries(groupKinds.map((one) => [one, iconOfKind(one)])),
    hasCircuits: chosen.groups.some((one) => one.kind === 'circuit'),
    ...tablesOf(shown, wording),
    target: paths.platformNetwork(at),
    file: paths.networkFile(at, filter),
    platformName: t('general.platformName', { name }),
    bodiesPage: paths.platformBodies(at),
    others: others.map((one) => ({
      href: paths.platformNetwork({ platform: one._id }),
      text: inLanguage(one.names, language).text,
    })),
  });
}
