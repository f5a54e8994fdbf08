import type { Db, Document, Filter, UpdateFilter } from 'mongodb';
import { redactionsAgain } from './redactions.ts';

interface Row extends Document {
  _id: string;
}

/** Something that can end, and that a restore must not begin again. */
interface Ending {
  collection: string;
  /** The records of which something has ended. */
  ended: Filter<Row>;
  /** Ends the same in the restored record; null where it has ended there too. */
  again(ended: Row, restored: Row): UpdateFilter<Row> | null;
  /** The record among whose like one must not end: without the last of these nobody could let others in. */
  lastOf?(record: Row): Filter<Row>;
}

interface Grant {
  body: string;
  withdrawnAt?: Date;
  withdrawnBy?: string;
}

const place: Pick<Ending, 'ended' | 'again'> = {
  ended: { endedAt: { $exists: true } },
  again: ({ endedAt }, restored) =>
    restored.endedAt ? null : { $set: { endedAt }, $unset: { current: '' as const } },
};

function grantsOf({ grants }: Row, restored: Row): UpdateFilter<Row> | null {
  const withdrawn = new Map(
    (grants as Grant[]).flatMap((one) => (one.withdrawnAt ? [[one.body, one] as const] : [])),
  );
  const merged = (restored.grants as Grant[]).map((one) =>
    one.withdrawnAt ? one : (withdrawn.get(one.body) ?? one),
  );
  return merged.every((one, index) => one === restored.grants[index]) ? null : { $set: { grants: merged } };
}

/**
 * What a client took back and who is out stays so, as far as the database that is replaced can say. This knows
 * records of features by their fields, because it works on collections that no feature sees.
 */
const endings: Ending[] = [
  { collection: 'consents', ended: { 'grants.withdrawnAt': { $exists: true } }, again: grantsOf },
  { collection: 'casemembers', ...place },
  {
    collection: 'memberships',
    ...place,
    lastOf: ({ _id, role, body }) => ({ _id: { $ne: _id }, role, body, current: true }),
  },
  {
    collection: 'invitations',
    ended: { $or: [{ usedAt: { $exists: true } }, { withdrawnAt: { $exists: true } }] },
    again: ({ usedAt, withdrawnAt }, restored) =>
      restored.usedAt || restored.withdrawnAt
        ? null
        : { $set: { ...(usedAt ? { usedAt } : {}), ...(withdrawnAt ? { withdrawnAt } : {}) } },
  },
];

/**
 * Ends again in the restored collections what has ended in those that are replaced. May be repeated.
 * @param names where each of the two is found
 * @returns how much ended again, by collection
 */
export async function endAgain(
  db: Db,
  names: { replaced(name: string): string; restored(name: string): string },
): Promise<Record<string, number>> {
  const ended: Record<string, number> = {};
  for (const ending of endings) {
    const from = db.collection<Row>(names.replaced(ending.collection));
    const to = db.collection<Row>(names.restored(ending.collection));
    let count = 0;
    for await (const record of from.find(ending.ended)) {
      const restored = await to.findOne({ _id: record._id });
      const update = restored && ending.again(record, restored);
      if (!update) continue;
      if (ending.lastOf && !(await to.findOne(ending.lastOf(record)))) continue;
      count += (await to.updateOne({ _id: record._id }, update)).modifiedCount;
    }
    if (count > 0) ended[ending.collection] = count;
  }
  const redacted = await redactionsAgain(db, names);
  if (redacted > 0) ended.liveRedactions = redacted;
  return ended;
}
