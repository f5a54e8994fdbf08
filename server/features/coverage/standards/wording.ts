import type {
  StandardExpectation,
  StandardKind,
  StandardTransition,
} from '../../../../models/StandardVersion.ts';
import { formats, inLanguage, type Language, type LocalisedText } from '../../../core/i18n.ts';
import type { Visit } from '../../../core/route.ts';
import { areaName } from '../../../geography/geography.ts';
import { functionsEver } from '../register/queries.ts';
import { expectationOf, transitionOf } from './parts.ts';

type Reader = Pick<Visit, 't' | 'language'>;

/** Text in the language it exists in; `language` only where that is not the reader's. */
export interface Said {
  text: string;
  language: Language | null;
}

export function saidIn(text: LocalisedText, { language }: Pick<Reader, 'language'>): Said {
  const found = inLanguage(text, language);
  return { text: found.text, language: found.language === language ? null : found.language };
}

/** How a standard is put in words for one reader. */
export interface StandardWords {
  type(code: string): string;
  /** "Outpatient counselling, adults": what is not said is left open. */
  kind(kind: StandardKind): string;
  /** "in every arrondissement of Limburg". */
  place(at: Pick<StandardExpectation, 'level' | 'within'>): string;
  expectation(one: StandardExpectation): string;
  transition(one: Omit<StandardTransition, 'code' | 'weight'>): string;
  /** What a part of a standard is about (`parts.ts`). */
  about(key: string): string;
  /** What a part says. */
  saying(key: string, value: string): string;
}

export async function standardWords(reader: Reader): Promise<StandardWords> {
  const { t, language } = reader;
  const names = new Map(
    (await functionsEver()).map((one) => [one._id, inLanguage(one.names, language).text]),
  );
  const list = new Intl.ListFormat(language, { type: 'conjunction' });
  const words: Omit<StandardWords, 'about' | 'saying'> = {
    type: (code) => names.get(code) ?? code,
    kind: ({ type, age, target, setting }) =>
      [
        type ? words.type(type) : t('standards.anyHelp'),
        ...(age ? [t(`offer.age.${age}`)] : []),
        ...(target ? [t(`offer.target.${target}`)] : []),
        ...(setting ? [t(`offer.setting.${setting}`)] : []),
      ].join(', '),
    place: ({ level, within }) =>
      within
        ? t(`standards.within.${level}`, { areas: list.format(within.map((nis) => areaName(nis, language))) })
        : t(`standards.every.${level}`),
    expectation: (one) => {
      const { ages = [], targets = [], settings = [] } = one;
      const forWhom = [
        ...ages.map((code) => t(`offer.age.${code}`)),
        ...targets.map((code) => t(`offer.target.${code}`)),
      ];
      const how = settings.map((code) => t(`offer.setting.${code}`));
      const what = [list.format(one.types.map(words.type)), forWhom.join(' / '), how.join(' / ')];
      return [...what.filter((part) => part !== ''), words.place(one)].join(', ');
    },
    transition: (one) =>
      t('standards.way', { from: words.kind(one.from), to: words.kind(one.to), place: words.place(one) }),
  };
  return { ...words, ...partWords(reader, words) };
}

/** A key of `parts.ts` up to its first dot, and what comes behind. */
function split(key: string): [name: string, rest: string] {
  const at = key.indexOf('.');
  return at < 0 ? [key, ''] : [key.slice(0, at), key.slice(at + 1)];
}

function partWords(
  { t, language }: Reader,
  words: Omit<StandardWords, 'about' | 'saying'>,
): Pick<StandardWords, 'about' | 'saying'> {
  const { number } = formats(language);
  return {
    about(key) {
      const [name, rest] = split(key);
      if (name === 'names') return `${t('standards.fields.names')} (${t(`general.languages.${rest}`)})`;
      if (name === 'obstacle') return `${t('standards.fields.obstacle')}: ${areaName(rest, language)}`;
      if (name === 'expected') return words.expectation(expectationOf(rest, '[null,1]'));
      if (name === 'transition') return words.transition(transitionOf(rest, '["",1]'));
      return rest === ''
        ? t(`standards.fields.${name}`)
        : `${t(`standards.fields.${name}`)}: ${words.type(rest)}`;
    },
    saying(key, value) {
      const [name] = split(key);
      if (name === 'weeks') return t('standards.weeks', { count: Number(value) });
      if (name === 'kilometres') return t('standards.km', { number: number(Number(value)) });
      if (name === 'months') return t('standards.months', { count: Number(value) });
      if (name === 'share')
        return t('standards.percent', { number: number(Math.round(Number(value) * 1000) / 10) });
      if (name === 'mustBeKnown') return t(`standards.yesNo.${value}`);
      if (name === 'overlapFrom') return number(Number(value));
      if (name === 'names' || name === 'source') return value;
      const [first, second] = JSON.parse(value) as [number | string | null, number | string];
      if (name === 'obstacle') return `${t('standards.km', { number: number(Number(first)) })} (${second})`;
      const weight = t('standards.weightOf', { number: number(Number(second)) });
      if (name === 'transition' || first === null) return weight;
      return `${weight}, ${t('standards.placesOf', { number: number(Number(first)) })}`;
    },
  };
}
