import type { ClientSession } from 'mongodb';
import { ZoneModel, type ZoneRecord } from '../../../../models/Zone.ts';
import { NotFound } from '../../../core/errors.ts';
import type { LocalisedText } from '../../../core/i18n.ts';
import type { AskedArea } from '../service/asked.ts';

/** A zone as an area to ask coverage about, with its name. */
export interface NamedZone extends AskedArea {
  parts: readonly string[];
  names: LocalisedText;
  /** Code of the platform it belongs to. */
  platform: string;
}

/**
 * The zones of a platform that are in use, or of all, the first added first.
 * @param also id of a zone an old address names: it is among them in any case, as far as there is such
 */
export async function zonesFor(platform: string | null, also = ''): Promise<NamedZone[]> {
  const inUse = { endedAt: null, ...(platform && { platform }) };
  const records = await ZoneModel.find(also === '' ? inUse : { $or: [inUse, { _id: also }] })
    .sort({ madeAt: 1, _id: 1 })
    .lean<ZoneRecord[]>();
  return records.map(({ _id, values, platform: own }) => ({
    ...{ code: _id, parts: values.parts, names: values.names, platform: own },
  }));
}

/** The zones of every platform that are in use, the first added first. */
export const zonesInUse = (): Promise<ZoneRecord[]> =>
  ZoneModel.find({ endedAt: null }).sort({ madeAt: 1, _id: 1 }).lean<ZoneRecord[]>().exec();

/** A zone, also one that was ended. @throws NotFound */
export async function requireZone(id = '', session: ClientSession | null = null): Promise<ZoneRecord> {
  const record = await ZoneModel.findById(id).session(session).lean<ZoneRecord | null>();
  if (!record) throw new NotFound();
  return record;
}
