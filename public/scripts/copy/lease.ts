/** What the copy on this device stands on. Moments are milliseconds by the clock of this device. */
export interface Lease {
  /** The device's record at the server, and the lease that record speaks of. */
  device: string;
  lease: string;
  person: string;
  /** The language of the pages that are shown without a network. */
  language: string;
  from: number;
  until: number;
  /** The latest moment this device was seen at: setting its clock back does not make the lease longer. */
  seenAt: number;
  /** The last contact with the server. */
  contactAt: number;
  /** A name for the key, so that a page that still holds an older one writes nothing more. */
  keyName: string;
  /** Opens the copy; null once the lease is over: nothing readable is left then. */
  key: CryptoKey | null;
  /** Seals what was not sent a second time, for the server to open. This device cannot open what it sealed with it. */
  sealing: CryptoKey;
}

type Times = Pick<Lease, 'from' | 'until' | 'seenAt'>;

const day = 24 * 60 * 60_000;
/** Clocks are put right by seconds or minutes; by more than this it is another time than the lease was given in. */
const slack = day;
/** How long sealed words wait for their writer after the lease; then nobody comes for them any more. */
const waits = 60 * day;

/** The moment it counts as now: never before one that was seen. */
export const countedNow = ({ seenAt }: Pick<Lease, 'seenAt'>, now: number): number => Math.max(seenAt, now);

/** Whether the copy may no longer be opened. A clock from before the lease cannot count it, so then it is over. */
export const isOver = (lease: Times, now: number): boolean =>
  countedNow(lease, now) >= lease.until || now < lease.from - slack;

/** Whether even what is sealed for the server has waited long enough. */
export const isForgotten = (lease: Times, now: number): boolean =>
  countedNow(lease, now) >= lease.until + waits;
