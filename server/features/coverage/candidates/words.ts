import { areaName, whereabouts } from '../../../geography/geography.ts';
import { paths } from '../../../paths.ts';
import type { Candidate } from '../candidates.ts';
import { lineClasses } from '../flags.ts';
import { type Cell, type Dimension, dimensions, type Kind } from '../frame.ts';
import { levelOf } from '../pages/areas.ts';
import { kindName } from '../pages/cellWords.ts';
import type { Reader } from '../pages/reader.ts';
import { gapKindOfCandidate } from './kinds.ts';

type Values = Candidate['reasons'][number]['values'];

/** What reasons are told with, beside their own values. */
export interface Telling {
  reader: Reader;
  /** The standard, by name. */
  standard: string;
  /** Names of bodies by id; others say their name themselves. */
  bodies: ReadonlyMap<string, string>;
}

const placeOf = ({ area }: Cell, { t, language }: Reader): string => {
  const level = levelOf(area);
  return level ? t(`coverage.place.${level}`, { name: areaName(area, language) }) : area;
};

/** What a transition leads to, as the frame has it. */
function wayOn({ reasons }: Candidate): Kind {
  const { transition: _code, ...to } = reasons.find(({ code }) => code === 'transition')?.values ?? {};
  return to as Kind;
}

/**
 * What it is about, and where; where it is about no area, only what.
 * @param name of the task or the word, where it is about one
 */
export function titleOf(
  candidate: Candidate,
  reader: Reader,
  name = '',
): { what: string; where: string | null } {
  const { cell, kind } = candidate;
  if (cell === null) return { what: reader.t(`candidates.title.${kind}`, { said: name }), where: null };
  const { area: _area, ...about } = cell;
  const what =
    kind === 'transition'
      ? reader.t('candidates.title.transition', {
          from: kindName(about, reader),
          to: kindName(wayOn(candidate), reader),
        })
      : kindName(about, reader);
  return { what, where: placeOf(cell, reader) };
}

function entriesTold(values: Values, { t, language }: Reader): string | null {
  const told = lineClasses.flatMap((one) => {
    const count = Number(values[one] ?? 0);
    return count > 0
      ? [t('candidates.reason.some', { number: count, what: t(`coverage.lineClass.${one}`) })]
      : [];
  });
  if (told.length === 0) return null;
  const list = new Intl.ListFormat(language, { type: 'conjunction' }).format(told);
  return t('candidates.reason.entries', { list });
}

const namesIn = (values: Values, { bodies, reader }: Telling): string => {
  const named = String(values.bodies ?? '')
    .split(',')
    .filter((one) => one !== '')
    .map((one) => bodies.get(one) ?? one);
  return new Intl.ListFormat(reader.language, { type: 'conjunction' }).format(named);
};

/** One reason in a sentence; null for what the title says already. */
function sentenceOf(code: string, values: Values, telling: Telling): string | null {
  const { reader, standard } = telling;
  const { t, number } = reader;
  switch (code) {
    case 'transition':
      return null;
    case 'entries':
      return entriesTold(values, reader);
    case 'expected':
      return t('candidates.reason.expected', { standard, version: values.version });
    case 'population':
      return t('candidates.reason.population', { number: number(Number(values.population)) });
    case 'nowhereToGo':
      return t('candidates.reason.nowhereToGo', { word: t(`coverage.state.${values.verdict}`) });
    case 'nobodyJoins':
      return t('candidates.reason.nobodyJoins', { from: values.from, to: values.to });
    case 'sameForSame':
      return [
        t('candidates.reason.sameForSame', { count: Number(values.organisations), modules: values.modules }),
        values.places === null ? t('candidates.reason.placesUnknown') : '',
      ]
        .filter((one) => one !== '')
        .join(' ');
    case 'sameTask':
      return t('candidates.reason.sameTask', {
        bodies: namesIn(values, telling),
        count: Number(values.municipalities),
      });
    case 'differentMeanings':
      return t('candidates.reason.differentMeanings', {
        bodies: namesIn(values, telling),
        count: Number(values.meanings),
      });
    default:
      return t(`coverage.sentence.${code}`);
  }
}

export const sentencesOf = ({ reasons }: Candidate, telling: Telling): string[] =>
  reasons.map(({ code, values }) => sentenceOf(code, values, telling)).filter((one) => one !== null);

const filterOf = (cell: Cell, but: Dimension): Record<string, string> =>
  Object.fromEntries(
    dimensions.flatMap((one) => (one !== but && cell[one] !== undefined ? [[one, cell[one]!] as const] : [])),
  );

/** The cell it is about, opened in the matrix; null where it is about none. */
export function cellAddress({ cell }: Candidate, within: string): string | null {
  const rows = cell && dimensions.find((one) => cell[one] !== undefined);
  if (!cell || !rows) return null;
  const level = levelOf(cell.area);
  const { province } = whereabouts(cell.area);
  return `${paths.coverage({
    within,
    ...(rows === 'type' ? {} : { rows }),
    ...(level === 'province' || level === 'municipality' ? { level } : {}),
    ...(level === 'municipality' && province ? { province } : {}),
    ...filterOf(cell, rows),
    cell: `${cell[rows]!}.${cell.area}`,
  })}#cell`;
}

/**
 * The form of the register, filled in with what the computation brought forward.
 * @param statement one of those it stands on, where it is about a task or a word
 */
export function reportAddress(candidate: Candidate, platform: string, statement?: string): string {
  const { cell, kind } = candidate;
  const to = wayOn(candidate);
  const end = ({ type, age }: Kind): string | undefined =>
    (type === to.type ? age : undefined) ?? type ?? age;
  const way =
    kind === 'transition' && cell ? { from: end(cell), to: to.type === cell.type ? to.age : to.type } : {};
  const said = Object.entries({
    kind: gapKindOfCandidate[kind],
    function: kind === 'transition' ? undefined : cell?.type,
    area: cell?.area,
    ages: kind === 'transition' ? undefined : cell?.age,
    targetGroups: cell?.target,
    settings: kind === 'transition' ? undefined : cell?.setting,
    problems: cell?.problem,
    ...way,
    cell: cell && kind !== 'transition' ? 'on' : undefined,
    platform: statement && platform,
    statement,
  });
  return paths.newGap(Object.fromEntries(said.filter((one): one is [string, string] => Boolean(one[1]))));
}
