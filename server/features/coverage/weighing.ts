import { statusOn } from '../../../models/moduleStatus.ts';
import { flag } from './flags.ts';
import { type Dimension, dimensions, type Kind } from './frame.ts';
import type { OfferLine } from './offerLines.ts';

/** Nothing of this entry is about this question. */
export const apart = -1;

const fields = {
  type: 'types',
  setting: 'settings',
  age: 'ages',
  target: 'targetGroups',
  problem: 'problems',
} as const;

export const codesOf = (line: OfferLine, dimension: Dimension): readonly string[] | null =>
  line[fields[dimension]];

const unknownFlags: Readonly<Record<Dimension, number>> = {
  type: flag.typeUnknown,
  setting: flag.settingUnknown,
  age: flag.ageUnknown,
  target: flag.targetUnknown,
  problem: flag.problemUnknown,
};

export const notKnownIn = (dimension: Dimension): number => unknownFlags[dimension];

/** For nobody in particular: open to these people when nobody is turned away, else we do not know. */
export const forAnybody = (line: OfferLine): number =>
  line.excluded === null ? flag.exclusionUnknown : flag.general;

/** Flags that say how far an entry is about a code, 0 when it is in every way; `apart` when it is not. */
export function aboutCode(line: OfferLine, dimension: Dimension, code: string): number {
  if (dimension === 'target' && line.excluded?.includes(code)) return flag.excluded;
  const codes = codesOf(line, dimension);
  if (codes === null) return notKnownIn(dimension);
  if (codes.includes(code)) return 0;
  if (codes.length > 0 || dimension === 'type' || dimension === 'setting') return apart;
  return dimension === 'target' ? forAnybody(line) : 0;
}

/** The same for all that is asked, for many entries. */
export function aboutKind(kind: Kind): (line: OfferLine) => number {
  const asked = dimensions.flatMap((dimension) => {
    const code = kind[dimension];
    return code === undefined ? [] : [{ dimension, code }];
  });
  return (line) => {
    let flags = 0;
    for (const { dimension, code } of asked) {
      const about = aboutCode(line, dimension, code);
      if (about === apart) return apart;
      flags |= about;
    }
    return flags;
  };
}

/** The first day (YYYY-MM-DD) whose word still counts on a day. */
export function freshFrom(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const last = new Date(Date.UTC(year, month - months, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 - months, Math.min(date, last))).toISOString().slice(0, 10);
}

/** Flags of the entry itself, wherever and for whomever. @param day YYYY-MM-DD @param fresh see `freshFrom` */
export function stateOf(line: OfferLine, day: string, fresh: string): number {
  const status = statusOn(line, day);
  const state = status === 'active' ? 0 : flag[status];
  if (line.asOf === null) return state | flag.undated;
  return line.asOf < fresh ? state | flag.old : state;
}

/** Flags of the waiting list. @param weeks the standard */
export function waitOf({ waiting }: OfferLine, weeks: number, fresh: string): number {
  if (waiting === null || waiting.weeks === null) return flag.waitingUnknown;
  if (waiting.countedOn === null || waiting.countedOn < fresh) return flag.waitingOld;
  return waiting.weeks > weeks ? flag.waiting : 0;
}

/**
 * The type whose standards hold for an entry in a cell. Where the type of an entry is not known, those for all
 * others do: a standard for another kind of help would say too much of it.
 */
export const standardType = (line: OfferLine, asked: string | undefined): string | undefined =>
  line.types === null ? undefined : asked;
