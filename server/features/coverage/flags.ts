/**
 * What weighs on an entry in a cell, one bit each: the matrix adds up thousands, the opened cell tells them apart.
 * The order here is no rank; `classOf` says which one decides.
 */
export const flag = {
  stopped: 1 << 0,
  planned: 1 << 1,
  excluded: 1 << 2,
  typeUnknown: 1 << 3,
  settingUnknown: 1 << 4,
  ageUnknown: 1 << 5,
  targetUnknown: 1 << 6,
  problemUnknown: 1 << 7,
  /** For nobody in particular, and whether these people are turned away is not known. */
  exclusionUnknown: 1 << 8,
  /** Somewhere in a wider area than the one that is asked about. */
  placeUnknown: 1 << 9,
  old: 1 << 10,
  undated: 1 << 11,
  outOfReach: 1 << 12,
  waiting: 1 << 13,
  waitingUnknown: 1 << 14,
  waitingOld: 1 << 15,
  acrossBorder: 1 << 16,
  /** Open to these people, but not made for them. */
  general: 1 << 17,
  catchmentUnknown: 1 << 18,
} as const;
export type Flag = keyof typeof flag;

/** What an entry is to a cell, from the best that can be said of it. */
export const lineClasses = [
  'covers',
  'general',
  'outOfReach',
  'waiting',
  'acrossBorder',
  'unknown',
  'excluded',
  'planned',
  'stopped',
] as const;
export type LineClass = (typeof lineClasses)[number];

export const placeOf = (one: LineClass): number => lineClasses.indexOf(one);

const covers = placeOf('covers');
const general = placeOf('general');
const outOfReach = placeOf('outOfReach');
const waiting = placeOf('waiting');
const acrossBorder = placeOf('acrossBorder');
const unknown = placeOf('unknown');
const excluded = placeOf('excluded');
const planned = placeOf('planned');
const stopped = placeOf('stopped');

const notKnown =
  flag.typeUnknown |
  flag.settingUnknown |
  flag.ageUnknown |
  flag.targetUnknown |
  flag.problemUnknown |
  flag.exclusionUnknown |
  flag.placeUnknown |
  flag.old |
  flag.undated;

/**
 * The class of an entry, as its place in `lineClasses`. The first that applies decides: what is not there cannot
 * be full (stopped, planned); who is turned away does not care how long the list is (excluded); a word nobody can
 * trust, or that may be about other people, proves nothing (not known); out of reach before waiting, as a short
 * list far away helps nobody; waiting before the border, as who may come still has to wait; then the border; then
 * being open to these people without being made for them.
 */
export function classOf(flags: number, waitingMustBeKnown: boolean): number {
  if (flags & flag.stopped) return stopped;
  if (flags & flag.planned) return planned;
  if (flags & flag.excluded) return excluded;
  if (flags & notKnown) return unknown;
  if (waitingMustBeKnown && flags & (flag.waitingUnknown | flag.waitingOld)) return unknown;
  if (flags & flag.outOfReach) return outOfReach;
  if (flags & flag.waiting) return waiting;
  if (flags & flag.acrossBorder) return acrossBorder;
  return flags & flag.general ? general : covers;
}
