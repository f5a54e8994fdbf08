import { parentPort } from 'node:worker_threads';
import { ageGroups, targetGroups } from '../../models/CareModule.ts';
import { brusselsDay } from '../../server/core/i18n.ts';
import type { Axis } from '../../server/features/coverage/frame.ts';
import { frames } from '../../server/features/coverage/frames.ts';
import { changed, type Look, matrix } from '../../server/features/coverage/matrix.ts';
import { type OfferLine, offerLines } from '../../server/features/coverage/offerLines.ts';
import { answerFirst } from '../../server/features/coverage/service/answering.ts';
import { territoriesAt } from '../../server/features/coverage/territories.ts';
import { readReferenceFiles } from '../../server/features/offer/referenceFiles.ts';
import { whereabouts } from '../../server/geography/geography.ts';
import { type Draws, drawsFrom } from '../offer/draws.ts';
import { madeUpOffer } from '../offer/madeUp.ts';

export interface Measured {
  /** Milliseconds, as all but the last three: records to lines. */
  lines: number;
  /** Everything with nothing warm. */
  first: number;
  again: number[];
  /** Area by type alone, as a page shows. */
  pair: number[];
  /** What to ask first, in the three arrondissements of a platform. */
  ask: number[];
  change: number[];
  cells: number;
  /** Cells worked out again at each change. */
  touched: number[];
  /** Bytes. */
  heap: number;
}

/** More codes than there are today: 25 types and 12 groups. */
const filled = (codes: readonly string[], to: number): string[] =>
  Array.from({ length: to }, (_one, at) => codes[at] ?? `made_up_${at}`);
const types = filled(
  readReferenceFiles().moduleTypes.types.map((type) => type.code),
  25,
);
const groups = filled(targetGroups, 12);
const axes: Axis[] = [
  { dimension: 'type', values: types },
  { dimension: 'target', values: groups },
];
const day = brusselsDay(new Date());
const frame = { ...frames.get('own')!, months: 12 };
const look: Look = { areas: territoriesAt('arrondissement'), axes, filters: {}, frame, day };

const recently = `${day.slice(0, 8)}01`;

/** Its own arrondissement or province. */
function aCatchment(draws: Draws, { places }: OfferLine): string[] | null {
  const { arrondissement, province } = whereabouts(places[0]!.area!);
  const area = draws.chance(0.5) ? arrondissement : province;
  return area === null ? null : [area];
}

/**
 * What the made-up offer lacks: codes the reference data does not have, entries that were confirmed this month, counted
 * lists, people who are turned away, and said catchments. The same for the same size.
 */
function withMore(lines: OfferLine[]): OfferLine[] {
  const draws = drawsFrom(lines.length + 1);
  return lines.map((line) => ({
    ...line,
    types: line.types && draws.chance(0.2) ? [draws.pick(types.slice(20))] : line.types,
    targetGroups: line.targetGroups && draws.chance(0.4) ? [draws.pick(groups)] : line.targetGroups,
    excluded: draws.chance(0.2) ? [draws.pick(groups)] : line.excluded,
    asOf: draws.chance(0.8) ? recently : line.asOf,
    waiting: draws.chance(0.4)
      ? { weeks: draws.below(20), persons: null, countedOn: recently }
      : line.waiting,
    catchment: draws.chance(0.3) ? aCatchment(draws, line) : line.catchment,
  }));
}

function timed<Result>(what: () => Result): { took: number; result: Result } {
  const began = performance.now();
  const result = what();
  return { took: performance.now() - began, result };
}

function measure(size: number): Measured {
  const { sites, careUnits, careModules } = madeUpOffer(size);
  const { took, result } = timed(() => offerLines({ sites, careUnits, careModules }));
  const lines = withMore(result);
  const first = timed(() => matrix(lines, look)).took;
  const again = Array.from({ length: 7 }, () => timed(() => matrix(lines, look)).took);
  const pair = Array.from(
    { length: 5 },
    () => timed(() => matrix(lines, { ...look, axes: axes.slice(0, 1) })).took,
  );
  const asked = {
    ...{ areas: ['11000', '12000', '13000'].map((code) => ({ code })), types, frame, day, most: 50 },
    ...{ ages: ageGroups, targets: targetGroups },
  };
  const ask = Array.from({ length: 5 }, () => timed(() => answerFirst(lines, asked)).took);
  const whole = matrix(lines, look);
  const draws = drawsFrom(size);
  const changes = Array.from({ length: 1000 }, () => {
    const at = draws.below(lines.length);
    const line = lines[at]!;
    const other = { ...draws.pick(lines), id: line.id };
    lines[at] = other;
    return timed(() => changed(whole, line, other));
  });
  return {
    lines: took,
    first,
    again,
    ...{ pair, ask },
    change: changes.map((one) => one.took),
    touched: changes.map((one) => one.result.length),
    cells: whole.wanted.length,
    heap: process.memoryUsage().heapUsed,
  };
}

parentPort!.on('message', (size: number) => parentPort!.postMessage(measure(size)));
