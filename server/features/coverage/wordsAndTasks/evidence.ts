import type { BodyTaskRecord } from '../../../../models/BodyTask.ts';
import type { WordMeaningRecord } from '../../../../models/WordMeaning.ts';
import type { Meaning, Task } from '../namesakes.ts';
import { membersOf, municipalities } from '../territories.ts';
import { bodyKey, holdsOn, isSaid, type Listed, meaningClasses, nameKey } from './sameness.ts';

export interface ListedNames {
  tasks: Listed;
  words: Listed;
}

export const taskKeyOf = ({ values }: Pick<BodyTaskRecord, 'values'>, { tasks }: ListedNames): string =>
  nameKey(values.task, values.taskWords, tasks);

export const wordKeyOf = ({ values }: Pick<WordMeaningRecord, 'values'>, { words }: ListedNames): string =>
  nameKey(values.word, values.wordWords, words);

/** All with one key, in the order given. */
export function byKey<One>(all: readonly One[], keyOf: (one: One) => string): Map<string, One[]> {
  const groups = new Map<string, One[]>();
  for (const one of all) groups.set(keyOf(one), [...(groups.get(keyOf(one)) ?? []), one]);
  return groups;
}

/** The municipalities of some areas within a territory; no area is the whole of it. */
const within = (areas: readonly string[], territory: ReadonlySet<string>): string[] =>
  areas.length === 0
    ? [...territory]
    : [...new Set(areas.flatMap(membersOf))]
        .map((at) => municipalities[at]!)
        .filter((nis) => territory.has(nis));

/**
 * The tasks that hold on a day, as the computation asks for them.
 * @param territory NIS codes of the municipalities of the platform one looks for
 */
export const tasksAsEvidence = (
  all: readonly BodyTaskRecord[],
  names: ListedNames,
  territory: ReadonlySet<string>,
  day: string,
): Task[] =>
  all
    .filter((one) => holdsOn(one, day))
    .map((one) => ({
      task: taskKeyOf(one, names),
      body: bodyKey(one.values),
      areas: within(one.values.areas, territory),
      ages: one.values.ages,
      targetGroups: one.values.targetGroups,
    }));

/** The meanings that hold on a day; one that nobody wrote down differs from no other. */
export const meaningsAsEvidence = (
  all: readonly WordMeaningRecord[],
  names: ListedNames,
  day: string,
): Meaning[] =>
  [
    ...byKey(
      all.filter((one) => holdsOn(one, day)),
      (one) => wordKeyOf(one, names),
    ),
  ].flatMap(([word, some]) =>
    meaningClasses(some)
      .filter(isSaid)
      .flatMap((same) => same.map((one) => ({ word, meaning: same[0]!._id, body: bodyKey(one.values) }))),
  );
