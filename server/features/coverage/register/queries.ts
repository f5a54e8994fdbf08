import type { ClientSession } from 'mongodb';
import { GapModel, type GapRecord } from '../../../../models/Gap.ts';
import { GapChangeModel, type GapChangeRecord } from '../../../../models/GapChange.ts';
import { GapContributionModel, type GapContributionRecord } from '../../../../models/GapContribution.ts';
import { ModuleTypeModel, type ModuleTypeRecord } from '../../../../models/ModuleType.ts';
import { OrganisationModel, type OrganisationRecord } from '../../../../models/Organisation.ts';
import { PlatformModel, type PlatformRecord } from '../../../../models/Platform.ts';
import { NotFound } from '../../../core/errors.ts';
import type { Person } from '../../../core/person.ts';
import { type AskedOfRegister, gapsByCell } from './cells.ts';
import { isClosed, isRecognised, lacksExperience } from './lifeCycle.ts';
import { type Admissions, type GapRights, readsEveryRegister, registersOf, rightsOn } from './policy.ts';

type Session = ClientSession | null;
type Asking = Pick<Person, 'affiliations'>;

/** The platforms around the organisations this person belongs to. */
export async function admissionsOf(person: Asking, session: Session = null): Promise<Admissions> {
  const ids = person.affiliations.filter((one) => one.kind === 'organisation').map((one) => one.bodyId);
  if (ids.length === 0) return new Map();
  const found = await OrganisationModel.find({ _id: { $in: ids } })
    .session(session)
    .lean<OrganisationRecord[]>();
  return new Map(found.map((one) => [one._id, (one.admissions ?? []).map(({ platform }) => platform)]));
}

/** The platforms whose register this person takes part in or reads, in the order of lists. */
export async function registersVisibleTo(person: Asking): Promise<PlatformRecord[]> {
  const own = registersOf(person, await admissionsOf(person)).map((one) => one.platform);
  const filter = readsEveryRegister(person) ? {} : { _id: { $in: own } };
  return PlatformModel.find(filter).sort({ order: 1 }).lean<PlatformRecord[]>().exec();
}

/** Every gap of those platforms, the longest known first. */
export const gapsOf = (platforms: string[]): Promise<GapRecord[]> =>
  GapModel.find({ 'values.platforms': { $in: platforms } })
    .sort({ reportedAt: 1, _id: 1 })
    .lean<GapRecord[]>()
    .exec();

/**
 * The open gaps about each of these cells, in their order, of the registers this person reads: one question for a whole
 * matrix. What is done twice is not among them.
 */
export async function gapsAbout(cells: readonly AskedOfRegister[], person: Asking): Promise<GapRecord[][]> {
  const registers = await registersVisibleTo(person);
  return gapsByCell(await gapsOf(registers.map((one) => one._id)), cells);
}

/** How many gaps of the platforms this person coordinates are open, and what each of them waits for. */
export async function gapsWaitingFor(person: Asking) {
  const own = person.affiliations.filter((one) => one.role === 'coordinator' && one.kind === 'platform');
  const open = (await gapsOf(own.map((one) => one.bodyId))).filter(({ status }) => !isClosed(status));
  return {
    open: open.length,
    reported: open.filter(({ status }) => status === 'reported').length,
    withoutOwner: open.filter(({ values }) => values.owner === '').length,
    withoutExperience: open.filter(lacksExperience).length,
  };
}

export interface SeenGap {
  gap: GapRecord;
  rights: GapRights;
}

/** A gap and what this person may do with it. @throws NotFound for one they may not read, whether there is one or not */
export async function requireGap(person: Asking, id = '', session: Session = null): Promise<SeenGap> {
  const [gap, admissions] = await Promise.all([
    GapModel.findById(id).session(session).lean<GapRecord | null>(),
    admissionsOf(person, session),
  ]);
  if (!gap) throw new NotFound();
  const rights = rightsOn(person, admissions, gap.values.platforms);
  if (!rights.read) throw new NotFound();
  return { gap, rights };
}

export const contributionsTo = (gap: string): Promise<GapContributionRecord[]> =>
  GapContributionModel.find({ gap }).sort({ at: 1, _id: 1 }).lean<GapContributionRecord[]>().exec();

export const changesOf = (gap: string): Promise<GapChangeRecord[]> =>
  GapChangeModel.find({ gap }).sort({ at: -1, _id: 1 }).lean<GapChangeRecord[]>().exec();

/** Platforms that show what they recognised to everyone, in the order of lists. */
export const publishingPlatforms = (): Promise<PlatformRecord[]> =>
  PlatformModel.find({ publishesGaps: true }).sort({ order: 1 }).lean<PlatformRecord[]>().exec();

/** What a platform shows to everyone: recognised, and said in plain words. @throws NotFound when it shows nothing */
export async function recognisedGaps(
  platform: string | undefined,
): Promise<{ platform: PlatformRecord; gaps: GapRecord[] }> {
  const found = (await publishingPlatforms()).find((one) => one._id === platform);
  if (!found) throw new NotFound();
  const gaps = await gapsOf([found._id]);
  const isSaid = ({ values }: GapRecord): boolean => Object.values(values.plain).some(Boolean);
  return { platform: found, gaps: gaps.filter((gap) => isRecognised(gap.status) && isSaid(gap)) };
}

/** The functions a gap can be about; also those no longer in use, which older gaps name. */
export const functionsEver = (): Promise<ModuleTypeRecord[]> =>
  ModuleTypeModel.find().sort({ order: 1 }).lean<ModuleTypeRecord[]>().exec();

/** The organisations these platforms admitted. */
export const partnersOf = (platforms: string[], session: Session = null): Promise<OrganisationRecord[]> =>
  OrganisationModel.find({ 'admissions.platform': { $in: platforms } })
    .session(session)
    .lean<OrganisationRecord[]>()
    .exec();

export const allPlatforms = (session: Session = null): Promise<PlatformRecord[]> =>
  PlatformModel.find().sort({ order: 1 }).session(session).lean<PlatformRecord[]>().exec();

/** Whether somebody may be told that this gap changed. */
export async function mayWatchGap(person: Asking, id: string): Promise<boolean> {
  const platforms = await platformsOfGap(id);
  return rightsOn(person, await admissionsOf(person), platforms).read && platforms.length > 0;
}

/** Whether somebody may be told that the register of this platform changed. */
export const mayWatchRegister = async (person: Asking, platform: string): Promise<boolean> =>
  (await registersVisibleTo(person)).some((one) => one._id === platform);

/** The platforms that share a gap; none when it is not there. */
export async function platformsOfGap(id: string): Promise<string[]> {
  const gap = await GapModel.findById(id).lean<GapRecord | null>();
  return gap?.values.platforms ?? [];
}

/** The recommendation a gap was made of; null for none. */
export async function recommendationOfGap(id: string): Promise<string | null> {
  const gap = await GapModel.findById(id).lean<GapRecord | null>();
  return gap?.recommendation ?? null;
}

/** The gaps that were made of some recommendations, of those this person reads. */
export async function gapsOfRecommendations(
  person: Asking,
  recommendations: readonly string[],
): Promise<{ id: string; recommendation: string; title: GapRecord['values']['title'] }[]> {
  if (recommendations.length === 0) return [];
  const [found, admissions] = await Promise.all([
    GapModel.find({ recommendation: { $in: recommendations } }).lean<GapRecord[]>(),
    admissionsOf(person),
  ]);
  return found
    .filter((one) => rightsOn(person, admissions, one.values.platforms).read)
    .map((one) => ({ id: one._id, recommendation: one.recommendation!, title: one.values.title }));
}
