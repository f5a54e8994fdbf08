import type { GapValues } from '../../../../models/gapFields.ts';
import { isAboutArea, meets } from '../register/aboutCell.ts';

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
  others.length === 0 || others.some((one) => meets(some, one));

const areNear = (areas: readonly string[], others: readonly string[]): boolean =>
  areas.length === 0 || others.length === 0 || others.some((one) => isAboutArea({ areas }, one));

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
