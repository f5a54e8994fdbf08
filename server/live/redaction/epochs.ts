import type { ClientSession } from 'mongodb';
import type { Connection } from 'mongoose';
import { liveEpochsOf } from '../../../models/LiveEpoch.ts';
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
        // Written to, not only read: of one who writes a checkpoint and one who redacts, one comes second.
        await collection.updateOne(
          { ...own(document), epoch },
          { $inc: { checkpoints: 1 } },
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
