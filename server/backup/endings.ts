import type { AnyBulkWriteOperation, Db, Document, Filter } from 'mongodb';

interface Row extends Document {
  _id: string;
}

/** Something that can end, and that a restore must not begin again. */
interface Ending {
  collection: string;
  /** The records of which something has ended. */
  ended: Filter<Row>;
  /** Ends the same in the restored record, where it has not ended there. */
  again(record: Row): AnyBulkWriteOperation<Row>[];
  /** The record among whose like one must not end: without the last of these nobody could let others in. */
  lastOf?(record: Row): Filter<Row>;
}

const still = { $exists: false };
const endedNow = ({ endedAt }: Row) => ({ $set: { endedAt }, $unset: { current: '' as const } });

/**
 * What a client took back and who is out stays so, as far as the database that is replaced can say. This knows
 * records of features by their fields, because it works on collections that no feature sees.
 */
const endings: Ending[] = [
  {
    collection: 'consents',
    ended: { 'grants.withdrawnAt': { $exists: true } },
    again: ({ _id, grants }) =>
      (grants as { body: string; withdrawnAt?: Date; withdrawnBy?: string }[])
        .filter(({ withdrawnAt }) => withdrawnAt !== undefined)
        .map(({ body, withdrawnAt, withdrawnBy }) => ({
          updateOne: {
            filter: { _id, grants: { $elemMatch: { body, withdrawnAt: still } } },
            update: {
              $set: {
                'grants.$.withdrawnAt': withdrawnAt,
                ...(withdrawnBy ? { 'grants.$.withdrawnBy': withdrawnBy } : {}),
              },
            },
          },
        })),
  },
  {
    collection: 'casemembers',
    ended: { endedAt: { $exists: true } },
    again: (record) => [
      { updateOne: { filter: { _id: record._id, endedAt: still }, update: endedNow(record) } },
    ],
  },
  {
    collection: 'memberships',
    ended: { endedAt: { $exists: true } },
    again: (record) => [
      { updateOne: { filter: { _id: record._id, endedAt: still }, update: endedNow(record) } },
    ],
    lastOf: ({ _id, role, body }) => ({ _id: { $ne: _id }, role, body, current: true }),
  },
  {
    collection: 'invitations',
    ended: { $or: [{ usedAt: { $exists: true } }, { withdrawnAt: { $exists: true } }] },
    again: ({ _id, usedAt, withdrawnAt }) => [
      {
        updateOne: {
          filter: { _id, usedAt: still, withdrawnAt: still },
          update: { $set: { ...(usedAt ? { usedAt } : {}), ...(withdrawnAt ? { withdrawnAt } : {}) } },
        },
      },
    ],
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
      if (ending.lastOf && !(await to.findOne(ending.lastOf(record)))) continue;
      const { modifiedCount } = await to.bulkWrite(ending.again(record));
      count += modifiedCount;
    }
    if (count > 0) ended[ending.collection] = count;
  }
  return ended;
}
