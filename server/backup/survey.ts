import type { Db } from 'mongodb';
import type { Act } from '../core/acts.ts';
import { belongsInBackup } from './contents.ts';

/** What a database holds that a restore would replace. */
export interface Survey {
  /** Documents by collection; only collections that hold any. */
  counts: Map<string, number>;
  newestAct: Date | null;
  /** Acts since an instant, by name, the most frequent first. */
  actsSince: { name: string; count: number }[];
}

export async function survey(db: Db, since: Date): Promise<Survey> {
  const listed = await db.listCollections({}, { nameOnly: true }).toArray();
  const counts = new Map<string, number>();
  for (const { name } of listed.filter((one) => belongsInBackup(one.name))) {
    const count = await db.collection(name).countDocuments({});
    if (count > 0) counts.set(name, count);
  }
  const newest = await db
    .collection<Act>('acts')
    .aggregate([{ $group: { _id: null, at: { $max: '$at' } } }])
    .toArray();
  return { counts, newestAct: newest[0]?.at ?? null, actsSince: await actsSince(db, since) };
}

export async function actsSince(db: Db, since: Date): Promise<Survey['actsSince']> {
  const counted = await db
    .collection<Act>('acts')
    .aggregate<{ _id: string; count: number }>([
      { $match: { at: { $gt: since } } },
      { $group: { _id: '$name', count: { $sum: 1 } } },
      { $sort: { count: -1, _id: 1 } },
    ])
    .toArray();
  return counted.map(({ _id, count }) => ({ name: _id, count }));
}
