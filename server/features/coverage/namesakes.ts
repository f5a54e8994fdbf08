import { fold } from '../../geography/fold.ts';
import type { Candidate } from './candidates.ts';
import { membersOf } from './territories.ts';

/** A task a body has in an area, as a decree, a project or an agreement gave it. */
export interface Task {
  task: string;
  body: string;
  /** NIS codes. */
  areas: readonly string[];
}

/** What a body means by a word, as a code or in its own words. */
export interface Meaning {
  word: string;
  meaning: string;
  body: string;
}

function grouped<One>(all: readonly One[], key: (one: One) => string): Map<string, One[]> {
  const groups = new Map<string, One[]>();
  for (const one of all) groups.set(key(one), [...(groups.get(key(one)) ?? []), one]);
  return groups;
}

const distinct = (values: readonly string[]): string[] => [...new Set(values)].sort();

/** The same task by two bodies where they work both: in at least one municipality. In no order. */
export function taskCandidates(tasks: readonly Task[]): Candidate[] {
  return [...grouped(tasks, (one) => one.task)].flatMap(([task, all]): Candidate[] => {
    const bodies = new Map<number, Set<string>>();
    for (const { areas, body } of all)
      for (const one of areas.flatMap(membersOf)) bodies.set(one, (bodies.get(one) ?? new Set()).add(body));
    const shared = [...bodies.values()].filter((some) => some.size > 1);
    if (shared.length === 0) return [];
    const names = distinct(shared.flatMap((some) => [...some]));
    return [
      {
        key: `task/${task}`,
        kind: 'task',
        cell: null,
        score: names.length,
        reasons: [
          { code: 'sameTask', values: { task, bodies: names.join(), municipalities: shared.length } },
        ],
      },
    ];
  });
}

/** One word with several meanings: capitals, accents and hyphens make no other word. In no order. */
export function wordCandidates(meanings: readonly Meaning[]): Candidate[] {
  return [...grouped(meanings, (one) => fold(one.word))].flatMap(([word, all]): Candidate[] => {
    const different = distinct(all.map((one) => one.meaning));
    if (different.length < 2) return [];
    const bodies = distinct(all.map((one) => one.body)).join();
    return [
      {
        key: `word/${word}`,
        kind: 'word',
        cell: null,
        score: different.length,
        reasons: [{ code: 'differentMeanings', values: { word, meanings: different.length, bodies } }],
      },
    ];
  });
}
