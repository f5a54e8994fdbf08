import type { GapValues } from '../../../../models/gapFields.ts';
import { whereabouts } from '../../../geography/geography.ts';
import type { Kind } from '../frame.ts';

type About = Pick<GapValues, 'functions' | 'ages' | 'targetGroups' | 'settings' | 'problems'>;

/** Whether an area (NIS code) is another, or lies in it. */
export const lies = (nis: string, within: string): boolean =>
  Object.values(whereabouts(nis)).includes(within);

/** Whether something is about an area (NIS code): it names the area, a part of it, or what it lies in. */
export const isAboutArea = ({ areas }: { readonly areas: readonly string[] }, area: string): boolean =>
  areas.some((one) => lies(one, area) || lies(area, one));

/** Whether what names these codes may be about the one that is asked: where one of the two says nothing, it may. */
export const meets = (named: readonly string[], asked: string | undefined): boolean =>
  asked === undefined || named.length === 0 || named.includes(asked);

/**
 * Whether a gap is about a kind of help: all that is asked, it names or leaves open. A gap that names no kind of help
 * at all is about an area, and about none of its cells more than another.
 */
export function isAboutKind(gap: About, kind: Kind): boolean {
  if (kind.type !== undefined && gap.functions.length === 0) return false;
  return (
    meets(gap.functions, kind.type) &&
    meets(gap.ages, kind.age) &&
    meets(gap.targetGroups, kind.target) &&
    meets(gap.settings, kind.setting) &&
    meets(gap.problems, kind.problem)
  );
}
