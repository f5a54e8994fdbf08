import { fold } from '../../geography/fold.ts';
import type { Candidate } from './candidates.ts';
import { membersOf } from './territories.ts';

/** A task a body has in an area, as a decree, a project or an agreement gave it. */
export interface Task {
  task: string;
  body: string;
  /** NIS codes. */
  areas: readonly string[];
  /** Codes of groups of people; none is for all. */
  ages?: readonly string[];
  targetGroups?: readonly string[];
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

/** The keys of their candidates, of a task and of a word. */
export const taskCandidateKey = (task: string): string => `task/${task}`;
export const wordCandidateKey = (word: string): string => `word/${fold(word)}`;

const meet = (some: readonly string[] = [], others: readonly string[] = []): boolean =>
  some.length === 0 || others.length === 0 || some.some((one) => others.includes(one));

const isForSame = (one: Task, other: Task): boolean =>
  meet(one.ages, other.ages) && meet(one.targetGroups, other.targetGroups);

/** The bodies that have this task where another has it too for the same people, and the municipalities where that is. */
function sharedAmong(all: readonly Task[]): { bodies: Set<string>; municipalities: Set<number> } {
  const shared = { bodies: new Set<string>(), municipalities: new Set<number>() };
  const places = all.map(({ areas }) => new Set(areas.flatMap(membersOf)));
  for (const [at, one] of all.entries())
    for (const [before, other] of all.slice(0, at).entries()) {
      if (one.body === other.body || !isForSame(one, other)) continue;
      const common = [...places[at]!].filter((place) => places[before]!.has(place));
      if (common.length === 0) continue;
      shared.bodies.add(one.body).add(other.body);
      for (const place of common) shared.municipalities.add(place);
    }
  return shared;
}

/** The same task by two bodies where they work both, for the same people: in at least one municipality. In no order. */
export function taskCandidates(tasks: readonly Task[]): Candidate[] {
  return [...grouped(tasks, (one) => one.task)].flatMap(([task, all]): Candidate[] => {
    const { bodies, municipalities } = sharedAmong(all);
    if (bodies.size === 0) return [];
    return [
      {
        key: taskCandidateKey(task),
        kind: 'task',
        cell: null,
        score: bodies.size,
        reasons: [
          {
            code: 'sameTask',
            values: { task, bodies: distinct([...bodies]).join(), municipalities: municipalities.size },
          },
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
        key: wordCandidateKey(word),
        kind: 'word',
        cell: null,
        score: different.length,
        reasons: [{ code: 'differentMeanings', values: { word, meanings: different.length, bodies } }],
      },
    ];
  });
}
