import { actsOf } from '../../../core/acts.ts';
import type { House } from '../../../core/house.ts';

/** What a person sees of their own account: that somebody came in, tried to, or changed it. */
const told = [
  'account.signedIn',
  'account.signInRefused',
  'account.secondFactorGiven',
  'account.signedOutEverywhere',
  'account.passwordChanged',
  'account.passwordResetSent',
  'account.resetHandedOver',
  'account.secondFactorSet',
  'account.secondFactorRemoved',
  'account.recoveryCodesMade',
];

export interface AccountEvent {
  at: Date;
  name: string;
  /** Browser and system, empty where not known. */
  device: string;
  /** How they signed in: `password`, `password+code`, `password+recoveryCode`; empty for other events. */
  method: string;
}

/** The last things that happened to this account, the newest first. */
export async function eventsOfAccount(house: House, personId: string): Promise<AccountEvent[]> {
  const acts = await actsOf(house.connection)
    .find({ 'record.id': personId, 'record.type': 'person', name: { $in: told } })
    .sort({ at: -1 })
    .limit(20)
    .toArray();
  return acts.map(({ at, name, details }) => ({
    at,
    name: name.replace('account.', ''),
    device: String(details.device ?? ''),
    method: String(details.method ?? ''),
  }));
}
