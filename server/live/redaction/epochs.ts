import type { ClientSession } from 'mongodb';
import type { Connection } from 'mongoose';
import { type LiveEpochRecord, liveEpochsOf } from '../../../models/LiveEpoch.ts';
import { Conflict } from '../../core/errors.ts';
import { isDuplicate } from '../../core/guardedInserts.ts';
import { Unreadable } from '../unreadable.ts';

/** What was read belongs to an earlier epoch than what is stored now: words were redacted meanwhile. */
export class Outdated extends Error {
  override name = 'Outdated';
}

const attempts = 5;

export interface Epochs {
  /**
   * The number of the commit that redacted last; 0 for none.
   * @throws Unreadable while words that a backup brought back wait to be redacted again
   */
  now(document: string): Promise<number>;
  /**
   * Those of these documents of which a copy from before words were redacted may be about: from which commit on a copy
   * holds them no more. While they wait to be redacted again too.
   */
  begun(documents: readonly string[]): Promise<Map<string, number>>;
  /** Reads within one epoch: again when words were redacted meanwhile, so that nobody sees half of it. */
  within<T>(document: string, read: (epoch: number) => Promise<T>): Promise<T>;
  /** Writes something of an epoch, unless it is over. @throws Outdated */
  hold(document: string, epoch: number, session: ClientSession): Promise<void>;
  /** Begins another one, in the transaction that redacts. */
  begin(document: string, epoch: number, session: ClientSession): Promise<void>;
  /** Everything that waited to be redacted again was. */
  waitsNoMore(document: string, session: ClientSession): Promise<void>;
}

export function createEpochs(connection: Connection): Epochs {
  const { collection } = liveEpochsOf(connection);
  const own = (document: string) => ({ _id: document as never });

  const now: Epochs['now'] = async (document) => {
    const record = await collection.findOne(own(document));
    if (record?.isWaiting) throw new Unreadable('words wait to be redacted again');
    return (record?.epoch as number | undefined) ?? 0;
  };

  return {
    now,
    async begun(documents) {
      const records = await liveEpochsOf(connection)
        .find({ _id: { $in: [...documents] }, $or: [{ epoch: { $gt: 0 } }, { isWaiting: true }] })
        .lean<LiveEpochRecord[]>();
      return new Map(records.map(({ _id, epoch }) => [_id, Math.max(epoch, 1)]));
    },
    async within(document, read) {
      for (let attempt = 1; ; attempt++) {
        const epoch = await now(document);
        const reading = Promise.resolve(read(epoch));
        await reading.catch(() => {}); // what went wrong may be that half of it was of another epoch
        if (epoch === (await now(document))) return reading;
        if (attempt >= attempts) throw new Unreadable('words are being redacted');
      }
    },
    async hold(document, epoch, session) {
      try {
        // Written to, not only read: of one who writes such a thing and one who redacts, one comes second. The count had
        // another name when only checkpoints were held.
        await collection.updateOne(
          { ...own(document), epoch },
          { $inc: { holds: 1 }, $unset: { checkpoints: '' } },
          { upsert: epoch === 0, session },
        );
      } catch (error) {
        throw isDuplicate(error) ? new Outdated('another epoch began') : error;
      }
      const isStill = await collection.findOne({ ...own(document), epoch }, { session });
      if (!isStill) throw new Outdated('another epoch began');
    },
    async begin(document, epoch, session) {
      const change = { $set: { epoch } };
      await collection.updateOne(own(document), change, { upsert: true, session });
    },
    async waitsNoMore(document, session) {
      await collection.updateOne(own(document), { $unset: { isWaiting: '' } }, { session });
    },
  };
}

/**
 * For what a request keeps of a document, or of what was said about it: not kept when words were redacted since the
 * epoch it began in, because it may say them.
 * @throws Conflict
 */
export async function keepsNothingRedacted(
  connection: Connection,
  document: string,
  epoch: number,
  session: ClientSession,
): Promise<void> {
  try {
    await createEpochs(connection).hold(document, epoch, session);
  } catch (error) {
    throw error instanceof Outdated ? new Conflict('live.redactedMeanwhile') : error;
  }
}
