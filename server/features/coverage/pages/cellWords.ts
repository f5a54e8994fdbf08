import { inLanguage } from '../../../core/i18n.ts';
import { areaName } from '../../../geography/geography.ts';
import { levelOf } from './areas.ts';
import { nameOfCode } from './axes.ts';
import type { Known } from './queries.ts';
import type { kindAt, Question } from './question.ts';
import type { Reader } from './reader.ts';

/** Where the cell is, in words: with its level, as a province and an arrondissement may share a name. */
export function placeName(code: string, question: Question, known: Known, { t, language }: Reader): string {
  const level = levelOf(code);
  if (level !== null) return t(`coverage.place.${level}`, { name: areaName(code, language) });
  const zone = known.zones.find((one) => one.code === code);
  if (zone) return t('coverage.place.zone', { name: inLanguage(zone.names, language).text });
  const platform = known.platforms.find((one) => one._id === question.within.code);
  return platform ? inLanguage(platform.names, language).text : t('coverage.belgium');
}

/** What is asked in a cell: its kind of help first, the rest behind it. */
export function kindName(kind: ReturnType<typeof kindAt>['kind'], reader: Reader): string {
  const { type, ...others } = kind;
  const rest = Object.entries(others).map(([dimension, code]) =>
    nameOfCode(dimension as 'age', code as string, reader).toLocaleLowerCase(reader.language),
  );
  const head = type ? nameOfCode('type', type, reader) : reader.t('coverage.anyHelp');
  return [head, ...rest].join(', ');
}
