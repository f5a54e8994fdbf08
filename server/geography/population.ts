import { readFileSync } from 'node:fs';
import { allAreas, whereabouts } from './geography.ts';

const file = new URL('data/population.json', import.meta.url);
const counted = JSON.parse(readFileSync(file, 'utf8')) as {
  year: number;
  population: Record<string, number>;
};

/** The year of which the first of January was counted. */
export const populationYear = counted.year;

const inhabitants = new Map<string, number>();
for (const { nis, level } of allAreas()) {
  if (level !== 'municipality') continue;
  // Brussels is a region and looked at as a province under one code: counted once.
  for (const area of new Set(Object.values(whereabouts(nis)) as string[]))
    inhabitants.set(area, (inhabitants.get(area) ?? 0) + (counted.population[nis] ?? 0));
}

/** Inhabitants of an area by its NIS code; null when it is none of ours. */
export const populationOf = (nis: string): number | null => inhabitants.get(nis) ?? null;
