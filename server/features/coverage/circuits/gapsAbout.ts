import type { GapValues } from '../../../../models/gapFields.ts';
import { whereabouts } from '../../../geography/geography.ts';

/** What somebody asks the register about: kinds of help, for whom and where. An empty list leaves that open. */
export interface About {
  platforms: readonly string[];
  areas: readonly string[];
  ages: readonly string[];
  targetGroups: readonly string[];
}

/** One end of a transition: codes of module types and of age groups; null when it leads out of the circuit. */
export type End = readonly string[] | null;

const meet = (some: readonly string[], others: readonly string[]): boolean =>
  some.some((one) => others.includes(one));

/** Where one of the two says nothing, they may well be about the same. */
const agree = (some: readonly string[], others: readonly string[]): boolean =>
  some.length === 0 || others.length === 0 || meet(some, others);

const lies = (nis: string, within: string): boolean => Object.values(whereabouts(nis)).includes(within);

const areNear = (some: readonly string[], others: readonly string[]): boolean =>
  some.length === 0 ||
  others.length === 0 ||
  some.some((one) => others.some((other) => lies(one, other) || lies(other, one)));

const isAround = (gap: GapValues, about: About): boolean =>
  meet(gap.platforms, about.platforms) &&
  areNear(gap.areas, about.areas) &&
  agree(gap.ages, about.ages) &&
  agree(gap.targetGroups, about.targetGroups);

/** Whether a gap or overlap is about this kind of help, for these people, here. */
export const isAboutHelp = (gap: GapValues, types: readonly string[], about: About): boolean =>
  gap.kind !== 'transition' && meet(gap.functions, types) && isAround(gap, about);

const isEnd = (code: string, end: End): boolean =>
  end === null ? code === '' : code !== '' && end.includes(code);

/** Whether a gap is about the way from one of these kinds of help to the other. */
export const isAboutWay = (gap: GapValues, from: End, to: End, about: About): boolean =>
  gap.kind === 'transition' && isEnd(gap.from, from) && isEnd(gap.to, to) && isAround(gap, about);
