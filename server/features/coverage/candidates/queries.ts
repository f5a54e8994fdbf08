import {
  CandidateDismissalModel,
  type CandidateDismissalRecord,
} from '../../../../models/CandidateDismissal.ts';
import type { PlatformRecord } from '../../../../models/Platform.ts';
import { NotFound } from '../../../core/errors.ts';
import type { House } from '../../../core/house.ts';
import type { Person } from '../../../core/person.ts';
import { whereabouts } from '../../../geography/geography.ts';
import type { Candidate } from '../candidates.ts';
import { passagesOf } from '../circuits/queries.ts';
import type { Detected } from '../detection.ts';
import type { Frame } from '../frame.ts';
import { isClosed } from '../register/lifeCycle.ts';
import { gapsOf, registersVisibleTo } from '../register/queries.ts';
import { namesakesOf } from '../wordsAndTasks/queries.ts';
import type { CandidateList } from './forms.ts';
import { type SortedCandidates, sorted } from './sorting.ts';

const liesIn = (nis: string, areas: readonly string[]): boolean =>
  Object.values(whereabouts(nis)).some((one) => one !== null && areas.includes(one));

/** What the computation brings forward in a platform's territory. What is about no area is about what its partners said. */
export async function detectedFor(
  { coverage }: Pick<House, 'coverage'>,
  platform: PlatformRecord,
  frame: Frame,
  day: string,
): Promise<Detected> {
  const { _id, territory, territoryWithout } = platform;
  const [passages, namesakes] = await Promise.all([
    passagesOf([_id], frame.transitions),
    namesakesOf(platform, day),
  ]);
  const evidence = { passages, ...namesakes, dismissals: [] };
  const found = await coverage.candidates({ ...evidence, frame, day, within: territory });
  const isOurs = ({ cell }: Candidate): boolean => cell === null || !liesIn(cell.area, territoryWithout);
  return { gaps: found.gaps.filter(isOurs), overlaps: found.overlaps.filter(isOurs) };
}

/** The platforms whose candidates somebody may see, theirs first. @throws NotFound for one they may not */
export async function platformAsked(
  person: Pick<Person, 'affiliations'>,
  code: string,
): Promise<{ platforms: PlatformRecord[]; platform: PlatformRecord }> {
  const platforms = await registersVisibleTo(person);
  const platform = code === '' ? platforms[0] : platforms.find((one) => one._id === code);
  if (!platform) throw new NotFound();
  return { platforms, platform };
}

export const dismissalsOf = (platform: string): Promise<CandidateDismissalRecord[]> =>
  CandidateDismissalModel.find({ platform, isCurrent: true })
    .sort({ at: -1 })
    .lean<CandidateDismissalRecord[]>()
    .exec();

/** One of the two lists, laid beside the register and beside what people said before. */
export async function sortedFor(
  house: Pick<House, 'coverage'>,
  platform: PlatformRecord,
  { list, frame, today }: { list: CandidateList; frame: Frame; today: string },
): Promise<SortedCandidates> {
  const [detected, gaps, dismissals] = await Promise.all([
    detectedFor(house, platform, frame, today),
    gapsOf([platform._id]),
    dismissalsOf(platform._id),
  ]);
  const open = gaps.filter(({ status }) => !isClosed(status));
  return sorted(detected[list], open, dismissals, today);
}
