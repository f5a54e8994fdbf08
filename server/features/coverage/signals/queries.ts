import type { ClientSession } from 'mongodb';
import { AuthorityModel, type AuthorityRecord } from '../../../../models/Authority.ts';
import { GapModel, type GapRecord } from '../../../../models/Gap.ts';
import {
  GovernmentSignalModel,
  type GovernmentSignalRecord,
  unsentStatuses,
} from '../../../../models/GovernmentSignal.ts';
import {
  GovernmentSignalChangeModel,
  type GovernmentSignalChangeRecord,
} from '../../../../models/GovernmentSignalChange.ts';
import { NotFound } from '../../../core/errors.ts';
import type { Person } from '../../../core/person.ts';
import { isClosed } from '../register/lifeCycle.ts';
import { registersOf } from '../register/policy.ts';
import { admissionsOf, gapsOf } from '../register/queries.ts';
import { authoritiesOf, platformsOf, type SignalRights, signalRights } from './policy.ts';

type Session = ClientSession | null;
type Asking = Pick<Person, 'affiliations'>;

/** What this person may read, as a filter: the same answer as `signalRights`, asked of the store. */
async function readableTo(person: Asking) {
  const around = registersOf(person, await admissionsOf(person)).map((one) => one.platform);
  const isSent = { status: { $nin: [...unsentStatuses] } };
  return {
    $or: [
      { 'values.platforms': { $in: platformsOf(person) } },
      { 'values.platforms': { $in: around }, ...isSent },
      { 'values.authority': { $in: authoritiesOf(person) }, ...isSent },
    ],
  };
}

/** Every signal this person may read, those last made first. */
export async function signalsVisibleTo(person: Asking): Promise<GovernmentSignalRecord[]> {
  return GovernmentSignalModel.find(await readableTo(person))
    .sort({ 'made.at': -1, _id: 1 })
    .lean<GovernmentSignalRecord[]>()
    .exec();
}

/** Those of them that are about a gap. */
export async function signalsAbout(person: Asking, gap: string): Promise<GovernmentSignalRecord[]> {
  return GovernmentSignalModel.find({ 'values.gaps': gap, ...(await readableTo(person)) })
    .sort({ 'made.at': 1, _id: 1 })
    .lean<GovernmentSignalRecord[]>()
    .exec();
}

export interface SeenSignal {
  signal: GovernmentSignalRecord;
  rights: SignalRights;
}

/** A signal and what this person may do with it. @throws NotFound for one they may not read, whether there is one or not */
export async function requireSignal(person: Asking, id = '', session: Session = null): Promise<SeenSignal> {
  const [signal, admissions] = await Promise.all([
    GovernmentSignalModel.findById(id).session(session).lean<GovernmentSignalRecord | null>(),
    admissionsOf(person, session),
  ]);
  if (!signal) throw new NotFound();
  const { platforms, authority } = signal.values;
  const rights = signalRights(person, admissions, { status: signal.status, platforms, authority });
  if (!rights.read) throw new NotFound();
  return { signal, rights };
}

export const changesOfSignal = (signal: string): Promise<GovernmentSignalChangeRecord[]> =>
  GovernmentSignalChangeModel.find({ signal })
    .sort({ revision: -1 })
    .lean<GovernmentSignalChangeRecord[]>()
    .exec();

export const allAuthorities = (session: Session = null): Promise<AuthorityRecord[]> =>
  AuthorityModel.find().sort({ _id: 1 }).session(session).lean<AuthorityRecord[]>().exec();

/** Gaps by their ids, in that order. */
export async function gapsNamed(ids: readonly string[], session: Session = null): Promise<GapRecord[]> {
  const found = await GapModel.find({ _id: { $in: ids } })
    .session(session)
    .lean<GapRecord[]>();
  return ids.flatMap((id) => found.find((one) => one._id === id) ?? []);
}

/** The open gaps of these platforms that a government can be told of. */
export async function tellableGaps(platforms: string[]): Promise<GapRecord[]> {
  return (await gapsOf(platforms)).filter(({ status }) => !isClosed(status));
}

/**
 * What somebody's list follows: `signals:<platform>` for all of a platform, drafts too, `letters:<body>` for what was
 * sent by a platform or to an authority.
 */
export async function listTopicsOf(person: Asking): Promise<string[]> {
  const own = platformsOf(person);
  const around = registersOf(person, await admissionsOf(person)).map((one) => one.platform);
  const letters = [...around.filter((one) => !own.includes(one)), ...authoritiesOf(person)];
  return [...own.map((one) => `signals:${one}`), ...letters.map((one) => `letters:${one}`)];
}

/** Whether somebody may be told that one of these lists changed. */
export const mayWatchSignals = async (person: Asking, topic: string): Promise<boolean> =>
  (await listTopicsOf(person)).includes(topic);

/** Whether somebody may be told that this signal changed. */
export async function mayWatchSignal(person: Asking, id: string): Promise<boolean> {
  return requireSignal(person, id).then(
    () => true,
    (error) => {
      if (error instanceof NotFound) return false;
      throw error;
    },
  );
}

/** Where a signal shows: in which lists, and at which gaps; null when it is not there. */
export async function placesOf(id: string): Promise<{ lists: string[]; gaps: string[] } | null> {
  const signal = await GovernmentSignalModel.findById(id).lean<GovernmentSignalRecord | null>();
  if (!signal) return null;
  const { platforms, authority, gaps } = signal.values;
  const isSent = !unsentStatuses.includes(signal.status);
  const letters = isSent ? [...platforms, authority].map((one) => `letters:${one}`) : [];
  return { lists: [...platforms.map((one) => `signals:${one}`), ...letters], gaps };
}

/** Ids of the signals that are about a gap, whoever reads them. */
export async function idsAbout(gap: string): Promise<string[]> {
  const found = await GovernmentSignalModel.find({ 'values.gaps': gap }, { _id: 1 }).lean<
    { _id: string }[]
  >();
  return found.map((one) => one._id);
}

/** How many drafts wait for a signature of this person's platforms, and how many letters for an answer. */
export async function waitingSignals(person: Asking): Promise<{ toSign: number; unanswered: number }> {
  const own = platformsOf(person);
  const found = await GovernmentSignalModel.find({ 'values.platforms': { $in: own } }).lean<
    GovernmentSignalRecord[]
  >();
  const isUnsigned = ({ values, signatures, revision, status }: GovernmentSignalRecord): boolean =>
    status === 'draft' &&
    values.platforms.some(
      (platform) =>
        own.includes(platform) &&
        signatures.length > 0 &&
        !signatures.some((one) => one.platform === platform && one.revision === revision),
    );
  return {
    toSign: found.filter(isUnsigned).length,
    unanswered: found.filter(({ status }) => status === 'sent' || status === 'acknowledged').length,
  };
}
