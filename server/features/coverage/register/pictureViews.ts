import type { CellPicture } from '../../../../models/cellPicture.ts';
import type { GapValues } from '../../../../models/gapFields.ts';
import { formats, inLanguage, type Language, type Translate } from '../../../core/i18n.ts';
import type { Person } from '../../../core/person.ts';
import { areaName, areaOf, whereabouts } from '../../../geography/geography.ts';
import { paths } from '../../../paths.ts';
import { modulesNamed } from '../entries/queries.ts';
import type { Kind } from '../frame.ts';
import { stateOf } from '../pages/states.ts';
import { standardNames } from '../standards/queries.ts';
import type { CellHistory } from './pictures.ts';
import type { Wording } from './wording.ts';

export interface PictureReader {
  t: Translate;
  language: Language;
  wording: Pick<Wording, 'value'>;
  /** Names of standards by id: `standardsOf`. */
  standards: ReadonlyMap<string, string>;
}

/** Names of the standards some pictures were taken by. */
export async function standardsOf(
  pictures: readonly CellPicture[],
  language: Language,
): Promise<Map<string, string>> {
  const names = await standardNames([...new Set(pictures.map((one) => one.frame))]);
  return new Map([...names].map(([id, text]) => [id, inLanguage(text, language).text]));
}

type Place = Pick<CellPicture, 'area' | 'type' | 'age' | 'target' | 'setting' | 'problem'>;

/** What kind of help for whom, in words. */
export function kindWords(
  cell: Place | (Kind & { area: string }),
  { wording }: Pick<PictureReader, 'wording'>,
): string {
  const { type, age, target, setting, problem } = cell;
  const named = [
    ['functions', type],
    ['ages', age],
    ['targetGroups', target],
    ['settings', setting],
    ['problems', problem],
  ] as const;
  return named.flatMap(([field, code]) => (code ? [wording.value(field, [code])] : [])).join(', ');
}

/** The tone beside a verdict's icon, by its state. */
const tones: Readonly<Record<string, string>> = {
  covered: 'is-ok',
  thin: 'is-wait',
  waiting: 'is-wait',
  acrossBorder: 'is-wait',
  unknown: 'is-none',
  excluded: 'is-stop',
  planned: 'is-none',
  nothing: 'is-stop',
};

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function waitingWords({ waiting }: CellPicture, t: Translate): string {
  const { shortest, longest, unknown } = waiting;
  if (shortest === null || longest === null)
    return unknown > 0 ? t('gaps.picture.waitingUnknown') : t('gaps.picture.noWaiting');
  return shortest === longest
    ? t('gaps.picture.waitingWeeks', { count: shortest })
    : t('gaps.picture.waitingFromTo', { shortest, longest });
}

/** What the inventory said of a cell, in the words of the matrix; the same for a page and for paper. */
export function pictureView(picture: CellPicture, { t, language, standards }: PictureReader) {
  const { day, number } = formats(language);
  const there = picture.counts.filter(({ lineClass }) => lineClass !== 'stopped');
  const modules = there.reduce((sum, { count }) => sum + count, 0);
  const covering = there.find(({ lineClass }) => lineClass === 'covers')?.count ?? 0;
  const state = stateOf(picture);
  return {
    ...{ icon: state.icon, tone: tones[state.code]! },
    word: capital(t(`coverage.state.${state.code}`)),
    why: `${capital(t(`coverage.ground.${picture.ground}`))}.`,
    modules: t('gaps.picture.modules', { count: modules, covering: number(covering) }),
    places:
      picture.places > 0
        ? t('gaps.picture.places', { count: picture.places, number: number(picture.places) })
        : '',
    waiting: waitingWords(picture, t),
    day: day(picture.day),
    standard: t('gaps.picture.standard', {
      name: standards.get(picture.frame) ?? picture.frame,
      version: picture.frameVersion,
    }),
  };
}
export type PictureView = ReturnType<typeof pictureView>;

/** The matrix with this cell open; null where it is no area the matrix is made of. */
export function coverageAddress({ area, type, ...kind }: Kind & { area: string }, platform: string): string {
  const level = areaOf(area)?.code ? 'province' : areaOf(area)?.level;
  const province = level === 'municipality' ? (whereabouts(area).province ?? '') : '';
  const asked = Object.fromEntries(Object.entries(kind).filter(([, code]) => code));
  const query = {
    within: platform,
    ...(level ? { level } : {}),
    ...(province ? { province } : {}),
    ...asked,
  };
  return `${paths.coverage({ ...query, ...(type ? { cell: `${type}.${area}` } : {}) })}#cell`;
}

/** All pictures of some cells. */
export const picturesIn = (histories: readonly CellHistory[]): CellPicture[] =>
  histories.flatMap(({ before, closed, now }) => [before, closed, now].filter((one) => one !== null));

/** The cells of a gap: what was kept of each beside what it is now. */
export function historyView(
  histories: readonly CellHistory[],
  { platforms }: GapValues,
  reader: PictureReader,
  nowWord = 'gaps.picture.moment.now',
) {
  return histories.map(({ before, closed, now }) => {
    const cell = (now ?? closed ?? before)!;
    const { t } = reader;
    const kept = (['before', 'closed'] as const).flatMap((moment) => {
      const picture = { before, closed }[moment];
      return picture
        ? [{ title: t(`gaps.picture.moment.${picture.occasion}`), ...pictureView(picture, reader) }]
        : [];
    });
    const current = now ? [{ title: t(nowWord), ...pictureView(now, reader) }] : [];
    return {
      kind: kindWords(cell, reader),
      place: areaName(cell.area, reader.language),
      href: coverageAddress(
        {
          area: cell.area,
          type: cell.type,
          age: cell.age,
          target: cell.target,
          setting: cell.setting,
          problem: cell.problem,
        },
        platforms[0] ?? '',
      ),
      moments: [...kept, ...current],
    };
  });
}

/** Modules to link to, by name: the unit and what it offers. Those that may not be named to this person say no more than that. */
export async function moduleLinks(
  person: Pick<Person, 'affiliations'>,
  ids: readonly string[],
  { t, language, wording }: Pick<PictureReader, 't' | 'language' | 'wording'>,
) {
  const named = await modulesNamed(person, ids);
  return ids.flatMap((id) => {
    const found = named.get(id);
    if (found === undefined) return [];
    if (found === null) return [{ id, text: t('coverage.entry.withheld'), href: null, isNamed: false }];
    const { module, unit } = found;
    const own = module.name
      ? inLanguage(module.name, language).text
      : wording.value('functions', module.types ?? []);
    return [
      {
        id,
        text: [unit.name, own].filter(Boolean).join(': '),
        href: unit.listed ? paths.offerEntry({ id: unit._id }) : null,
        isNamed: true,
      },
    ];
  });
}
