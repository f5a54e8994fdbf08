import type { ClientSession } from 'mongodb';
import { UnmetDemandModel, type UnmetDemandRecord } from '../../../../models/UnmetDemand.ts';
import type { Cipher, KeyRing } from '../../../core/keys.ts';
import type { Demand, DemandCount } from './demand.ts';

/** Bytes: so many at once, so that a new kind of count does not show in the length. */
const step = 8192;

/** The data key of the counts; made at first use. @throws KeyUnavailable when the master key is not there */
export const demandCipher = (keys: KeyRing): Promise<Cipher> =>
  keys.cipher('unmet-demand').catch(() => keys.create('unmet-demand'));

const place = (month: string): string => `unmetdemand:${month}:tally`;

type Row = [Demand['type'], Demand['area'], Demand['age'], Demand['target'], Demand['obstacle'], number];

const rowOf = ({ type, area, age, target, obstacle, count }: DemandCount): Row => [
  ...([type, area, age, target, obstacle] as const),
  count,
];

export function sealTally(cipher: Cipher, month: string, counts: readonly DemandCount[]): Buffer {
  // In one order, whatever came first.
  const rows = counts.map((one) => JSON.stringify(rowOf(one))).sort();
  const text = Buffer.from(`[${rows.join(',')}]`);
  const padded = Buffer.alloc(Math.ceil(text.length / step) * step, ' ');
  text.copy(padded);
  return cipher.seal(padded, place(month));
}

/** @throws KeyUnavailable */
export function openTally(cipher: Cipher, { _id: month, tally }: UnmetDemandRecord): DemandCount[] {
  const bytes = Buffer.isBuffer(tally) ? tally : Buffer.from((tally as { buffer: Uint8Array }).buffer);
  const rows = JSON.parse(cipher.open(bytes, place(month)).toString()) as Row[];
  return rows.map(([type, area, age, target, obstacle, count]) => ({
    ...{ type, area, age, target, obstacle, month },
    count,
  }));
}

/** The counts of one month as a transaction sees them. @throws KeyUnavailable */
export async function talliedIn(
  cipher: Cipher,
  month: string,
  session: ClientSession,
): Promise<DemandCount[]> {
  const record = await UnmetDemandModel.findById(month).session(session).lean<UnmetDemandRecord>();
  return record ? openTally(cipher, record) : [];
}

/** Every count there is. @throws KeyUnavailable */
export async function everyCount(keys: KeyRing): Promise<DemandCount[]> {
  const records = await UnmetDemandModel.find().sort({ _id: 1 }).lean<UnmetDemandRecord[]>();
  if (records.length === 0) return [];
  const cipher = await keys.cipher('unmet-demand');
  return records.flatMap((one) => openTally(cipher, one));
}
