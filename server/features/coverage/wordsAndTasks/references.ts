import type { ClientSession } from 'mongodb';
import { z } from 'zod';
import type { FieldValues } from '../../../../models/fieldRule.ts';
import type { MeaningValues, StatementKind, TaskValues } from '../../../../models/statementFields.ts';
import type { WordMeaningRecord } from '../../../../models/WordMeaning.ts';
import { Invalid } from '../../../core/errors.ts';
import { fold } from '../../../geography/fold.ts';
import { areaOf } from '../../../geography/geography.ts';
import { allPlatforms, partnersOf } from '../register/queries.ts';
import { wordKeyOf } from './evidence.ts';
import { listedNames } from './listed.ts';
import { meaningsOf } from './queries.ts';

/** By field: the key of what is wrong, null when nothing is. */
type Faults = Record<string, string | null>;

const fault = (isRight: boolean, key: string): string | null => (isRight ? null : `words.errors.${key}`);

const address = z.url({ protocol: /^https?$/, hostname: z.regexes.domain });

const faultsOfWords = (code: string, words: string): string | null =>
  fault(code !== 'other' || fold(words) !== '', 'name') ??
  fault(code === 'other' || words === '', 'onlyOther');

/** What both kinds have: the body, the source, the days and the platforms. */
async function faultsOfBody(
  values: TaskValues | MeaningValues,
  session: ClientSession | null,
): Promise<Faults> {
  const { body, bodyWords, source, link, from, until, platforms } = values;
  const [known, partners] = await Promise.all([allPlatforms(session), partnersOf(platforms, session)]);
  const isPlatform = (id: string): boolean => known.some((one) => one._id === id);
  const isBody = isPlatform(body) || partners.some((one) => one._id === body);
  return {
    body: fault(body === '' || isBody, 'unknownBody') ?? fault(body !== '' || bodyWords !== '', 'body'),
    source: fault(body !== '' || source !== '', 'source'),
    link: fault(link === '' || address.safeParse(link).success, 'link'),
    until: fault(from === '' || until === '' || from <= until, 'untilBefore'),
    platforms: fault(platforms.every(isPlatform), 'fromList'),
  };
}

const faultsOfTask = ({ task, taskWords, areas }: TaskValues): Faults => ({
  taskWords: faultsOfWords(task, taskWords),
  areas: fault(
    areas.every((nis) => areaOf(nis) !== undefined),
    'fromList',
  ),
});

/** Who means the same as another names one that says it in words, of the same word and for a platform of both. */
async function faultsOfMeaning(
  id: string,
  values: MeaningValues,
  session: ClientSession | null,
): Promise<Faults> {
  const { word, wordWords, meaning, sameAs, platforms } = values;
  const others = sameAs === '' ? [] : await meaningsOf(platforms, session);
  const found = others.find((one) => one._id === sameAs && one._id !== id);
  const hasWords = (text: MeaningValues['meaning']): boolean => Object.values(text).some(Boolean);
  const keyOf = (one: Pick<WordMeaningRecord, 'values'>): string => wordKeyOf(one, listedNames());
  const isSame = found && hasWords(found.values.meaning) && keyOf(found) === keyOf({ values });
  return {
    wordWords: faultsOfWords(word, wordWords),
    sameAs:
      fault(sameAs === '' || isSame === true, 'sameAs') ?? fault(sameAs === '' || !hasWords(meaning), 'both'),
  };
}

/** Fields that are looked at again when another changes. */
const together: Readonly<Record<string, readonly string[]>> = {
  task: ['taskWords'],
  word: ['wordWords', 'sameAs'],
  wordWords: ['sameAs'],
  meaning: ['sameAs'],
  body: ['source'],
  bodyWords: ['body'],
  from: ['until'],
};

/**
 * Checks what the fields say of each other, and what only the store knows.
 * @param changed only these fields are looked at: what is there already may be of yesterday
 * @throws Invalid beside the field that is to be mended
 */
export async function checkStatement(
  kind: StatementKind,
  id: string,
  values: FieldValues,
  changed: readonly string[],
  session: ClientSession | null,
): Promise<void> {
  const given = values as unknown as TaskValues & MeaningValues;
  const faults = {
    ...(await faultsOfBody(given, session)),
    ...(kind === 'task' ? faultsOfTask(given) : await faultsOfMeaning(id, given, session)),
  };
  const looked = new Set(changed.flatMap((field) => [field, ...(together[field] ?? [])]));
  const wrong = Object.entries(faults).flatMap(([field, key]) =>
    key !== null && looked.has(field) ? [[field, key] as const] : [],
  );
  if (wrong.length > 0) throw new Invalid(Object.fromEntries(wrong));
}
