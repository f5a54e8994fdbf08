import { type SignalStatus, unsentStatuses } from '../../../../models/GovernmentSignal.ts';
import { hasRole, type Person } from '../../../core/person.ts';
import { permission } from '../../../core/policy.ts';
import { type Admissions, gapReading, gapWriting, registersOf } from '../register/policy.ts';

type Asking = Pick<Person, 'affiliations'>;

/** What a signal is to somebody who asks for it. */
export interface AskedSignal {
  status: SignalStatus;
  platforms: readonly string[];
  authority: string;
}

/** What somebody may do with a signal, and for which body. */
export interface SignalRights {
  read: boolean;
  /** Also how it came about: that it was thrown away, and why. */
  readsDrafts: boolean;
  /** Changes the words of a draft, and sends it. */
  write: boolean;
  /** Throws a draft away. */
  withdraw: boolean;
  /** Takes up again what was thrown away. */
  resume: boolean;
  /** Says that it arrived, and enters the answer. */
  answer: boolean;
  /** Sees which person did something; the others see the body. */
  seesNames: boolean;
  /** Ids of the platforms for which this person signs a draft. */
  signsFor: string[];
  body: string;
}

const nothing: SignalRights = {
  read: false,
  readsDrafts: false,
  write: false,
  withdraw: false,
  resume: false,
  answer: false,
  seesNames: false,
  signsFor: [],
  body: '',
};

/** The authorities somebody is an official of. */
export const authoritiesOf = (person: Asking): string[] =>
  person.affiliations
    .filter((one) => one.role === 'official' && one.kind === 'authority')
    .map((one) => one.bodyId);

/** The platforms somebody coordinates. */
export const platformsOf = (person: Asking): string[] =>
  person.affiliations
    .filter((one) => one.role === 'coordinator' && one.kind === 'platform')
    .map((one) => one.bodyId);

/**
 * What this person may do with a signal. Coordinators of the platforms that sign it write and answer for; what was sent
 * is read by officials of the authority it went to, who may enter the answer, and by the partners of those platforms. A
 * draft is there for nobody else, also when it was thrown away; any of those platforms may do that and undo it. What was
 * sent is never thrown away: its answer is the way.
 */
export function signalRights(person: Asking, admissions: Admissions, signal: AskedSignal): SignalRights {
  const { status } = signal;
  const own = platformsOf(person).filter((one) => signal.platforms.includes(one));
  const [first] = own;
  if (first !== undefined) {
    const all = { ...nothing, read: true, readsDrafts: true, seesNames: true, body: first };
    if (status === 'draft') return { ...all, write: true, withdraw: true, signsFor: own };
    return status === 'withdrawn' ? { ...all, resume: true } : { ...all, answer: true };
  }
  if (unsentStatuses.includes(status)) return nothing;
  if (authoritiesOf(person).includes(signal.authority))
    return { ...nothing, read: true, answer: true, body: signal.authority };
  const partner = registersOf(person, admissions).find(({ platform }) => signal.platforms.includes(platform));
  return partner ? { ...nothing, read: true, seesNames: true, body: partner.body } : nothing;
}

export const signalReading = permission('signalReading', (person) => gapReading.permits(person));

export const signalWriting = permission('signalWriting', (person) => gapWriting.permits(person));

export const signalAnswering = permission(
  'signalAnswering',
  (person) => gapWriting.permits(person) || hasRole(person, 'official'),
);
