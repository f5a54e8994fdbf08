import { type Alike, alike, step } from './alike.ts';
import type { Candidate } from './candidates.ts';
import { classOf, placeOf } from './flags.ts';
import { type Cell, cellKey, type Frame, standardFor, wantedBy } from './frame.ts';
import type { OfferLine } from './offerLines.ts';
import { placer } from './placement.ts';
import { type Territory, territoriesAt } from './territories.ts';
import { freshFrom, stateOf, waitOf } from './weighing.ts';

interface Same {
  cell: Cell;
  where: Territory;
  organisations: Set<string>;
  modules: number;
  /** Null as soon as one is not counted. */
  places: number | null;
}

/** For whom an entry says it is: nobody in particular is a group of its own. Not known overlaps with nothing. */
function peopleOf({ ages, targetGroups }: OfferLine): { age: string; target?: string }[] {
  if (ages === null || targetGroups === null) return [];
  return ages.flatMap((age) =>
    targetGroups.length === 0 ? [{ age }] : targetGroups.map((target) => ({ age, target })),
  );
}

/** Adds an entry to what is the same; `found` gets what is there for the first time. */
function add(at: Alike<Same>, cell: Cell, where: Territory, line: OfferLine, found: Same[]): void {
  if (at.value === undefined) {
    at.value = { cell, where, organisations: new Set(), modules: 0, places: 0 };
    found.push(at.value);
  }
  const same = at.value;
  same.organisations.add(line.organisation!);
  same.modules++;
  same.places = same.places === null || line.placeCount === null ? null : same.places + line.placeCount;
}

/** Entries that cover, by arrondissement, type, setting and people: each is put once into its own groups. */
function groups(lines: readonly OfferLine[], frame: Frame, day: string): Same[] {
  const areas = territoriesAt('arrondissement');
  const found: Same[] = [];
  const start = alike<Same>();
  const fresh = freshFrom(day, frame.months);
  const placed = placer(areas, frame);
  for (const line of lines) {
    if (line.organisation === null) continue;
    const state = stateOf(line, day, fresh);
    const people = peopleOf(line);
    for (const type of line.types ?? []) {
      const wait = waitOf(line, standardFor(frame.waiting.weeks, type), fresh);
      for (const standing of people.length === 0 ? [] : placed(type)(line)) {
        const lineClass = classOf(state | wait | standing.flags, frame.waiting.mustBeKnown);
        if (lineClass !== placeOf('covers')) continue;
        const where = areas[standing.at]!;
        const here = step(step(start, where.code), type);
        for (const setting of line.settings ?? [])
          for (const who of people) {
            const same = step(step(step(here, setting), who.age), who.target ?? null);
            add(same, { area: where.code, type, setting, ...who }, where, line, found);
          }
      }
    }
  }
  return found;
}

/** Two houses are no overlap as long as the frame wants more places than both have. */
function isStillWanted({ cell, where, places }: Same, frame: Frame): boolean {
  const wanted = wantedBy(frame)(cell, where.level, where.around);
  return wanted !== null && (places === null || places * 10_000 < wanted * where.population);
}

/**
 * The same function for the same people in the same arrondissement by several organisations, none of which has a
 * list too long: where people wait, there is not too much. In no order; the more organisations, the higher.
 * @param day YYYY-MM-DD
 */
export function overlapCandidates(lines: readonly OfferLine[], frame: Frame, day: string): Candidate[] {
  return groups(lines, frame, day)
    .filter((same) => same.organisations.size >= frame.overlapFrom && !isStillWanted(same, frame))
    .map(({ cell, organisations, modules, places, where }) => ({
      key: `overlap/${cellKey(cell)}`,
      kind: 'overlap',
      cell,
      score: organisations.size + modules / 1000,
      reasons: [
        { code: 'sameForSame', values: { organisations: organisations.size, modules, places } },
        { code: 'population', values: { population: where.population } },
      ],
    }));
}
