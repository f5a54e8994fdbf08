import { OwnDeviceModel, type OwnDeviceRecord } from '../../../models/OwnDevice.ts';
import type { House } from '../../core/house.ts';
import { sessionEpochOf } from '../accounts/queries.ts';

export const secretPlace = (id: string): string => `owndevices:${id}:secret`;

export interface OwnDevice {
  id: string;
  name: string;
  since: Date;
  lastContact: Date;
  /** It is the browser that asks. */
  isThis: boolean;
}

/** The devices a person said are theirs alone, the newest first. */
export async function ownDevicesOf(person: string, browser: string): Promise<OwnDevice[]> {
  const records = await OwnDeviceModel.find({ person }).sort({ since: -1 }).lean<OwnDeviceRecord[]>();
  return records.map(({ _id, name, since, lastContact, browser: which }) => ({
    id: _id,
    name,
    since,
    lastContact,
    isThis: which === browser,
  }));
}

/** Whether this person said that this browser is theirs. */
export const isOwnDevice = async (person: string, browser: string): Promise<boolean> =>
  (await OwnDeviceModel.exists({ person, browser })) !== null;

export interface Lease {
  device: string;
  lease: string;
  /** The second key of what was not sent, 32 bytes in base64. */
  secret: string;
}

/** What the browser gets with its lease; null when it has none. @throws KeyUnavailable */
export async function leaseOf(house: House, person: string, browser: string): Promise<Lease | null> {
  const found = await OwnDeviceModel.findOne({ person, browser }).lean<OwnDeviceRecord>();
  if (!found?.lease) return null;
  const cipher = await house.keys.cipher('accounts');
  const sealed = found.sealedSecret as unknown as { buffer?: Uint8Array };
  const bytes = Buffer.isBuffer(found.sealedSecret) ? found.sealedSecret : (sealed.buffer as Uint8Array);
  const secret = cipher.open(bytes, secretPlace(found._id)).toString('base64');
  return { device: found._id, lease: found.lease, secret };
}

/**
 * What became of a lease. `over`: signed out, or everywhere, or the password changed; `gone`: the device is no longer
 * anybody's own.
 */
export async function leaseState(device: string, lease: string): Promise<'holds' | 'over' | 'gone'> {
  const found = await OwnDeviceModel.findOne({ _id: device }).lean<OwnDeviceRecord>();
  if (!found) return 'gone';
  return found.lease === lease && found.epoch === (await sessionEpochOf(found.person)) ? 'holds' : 'over';
}
