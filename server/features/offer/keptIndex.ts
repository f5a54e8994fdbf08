import { createHash } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Connection } from 'mongoose';
import { actsOf, headsOf } from '../../core/acts.ts';
import type { SnapshotMark } from './search/snapshot.ts';
import { type OfferRecordId, touchedBy } from './touched.ts';

const here = fileURLToPath(new URL('../../../', import.meta.url));

/** Changes whenever a file does that decides what the index holds. */
function programMark(): string {
  const hash = createHash('sha256');
  for (const folder of ['server/features/offer', 'server/geography', 'server/locales', 'models']) {
    for (const name of (readdirSync(join(here, folder), { recursive: true }) as string[]).sort()) {
      const { mtimeMs, size } = statSync(join(here, folder, name));
      hash.update(`${folder}/${name} ${mtimeMs} ${size}\n`);
    }
  }
  return hash.digest('hex').slice(0, 24);
}

/** What an index that holds everything until now says of itself; null while there is no act to know this data by. */
export async function markNow(connection: Connection): Promise<SnapshotMark | null> {
  const head = await headsOf(connection).findOne({ _id: 'acts' });
  if (!head || head.sequence === 0) return null;
  return {
    ...{ sequence: head.sequence, hash: head.hash },
    reference: await referenceVersion(connection),
    program: programMark(),
  };
}

async function referenceVersion(connection: Connection): Promise<string> {
  const marks = connection.db!.collection<{ _id: string; version: string }>('referencemarks');
  return (await marks.findOne({ _id: 'offer' }))?.version ?? '';
}

/** Whether a kept index is of this data and this program: what happened since is in the acts after its own. */
export async function isOfThisData(connection: Connection, mark: SnapshotMark): Promise<boolean> {
  if (mark.program !== programMark() || mark.reference !== (await referenceVersion(connection))) return false;
  const act = await actsOf(connection).findOne({ sequence: mark.sequence }, { projection: { hash: 1 } });
  return act?.hash === mark.hash;
}

/** The records of the offer that were changed after a mark, also by acts that have no place yet. */
export async function changedSince(
  connection: Connection,
  { sequence }: Pick<SnapshotMark, 'sequence'>,
): Promise<OfferRecordId[]> {
  const acts = actsOf(connection).find(
    { $or: [{ sequence: { $gt: sequence } }, { pending: true }] },
    { projection: { name: 1, record: 1, 'details.changed': 1 } },
  );
  const changed = new Map<string, OfferRecordId>();
  for await (const act of acts) {
    for (const record of touchedBy(act)) changed.set(`${record.type} ${record.id}`, record);
  }
  return [...changed.values()];
}
