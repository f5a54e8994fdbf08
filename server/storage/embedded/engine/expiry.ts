import { decode } from '../bson/decode.ts';
import { encodeKeyPart, inverted } from '../bson/keys.ts';
import { DateTime, type Doc } from '../bson/values.ts';
import { indexedValues } from '../query/paths.ts';
import { type Index, prefixOf, recordKey, recordOf } from './catalog.ts';
import type { Engine } from './engine.ts';
import type { View } from './view.ts';

/** Documents deleted in one batch, so that a large sweep does not hold up the other writers. */
const AT_ONCE = 500;

/** Deletes the documents whose TTL index says they expired before `now` (epoch milliseconds). */
export async function sweepExpired(engine: Engine, now: number): Promise<void> {
  for (const collection of engine.catalog.all())
    for (const index of collection.indexes) {
      if (index.expireAfterSeconds === undefined) continue;
      const before = now - index.expireAfterSeconds * 1000;
      for (let removed = AT_ONCE; removed === AT_ONCE; )
        removed = await engine.storage.write((view) => sweep(engine, view, collection.id, index.id, before));
    }
}

/** By numbers, not by objects: after a batch that was not written the catalog has others in their place. */
function sweep(engine: Engine, view: View, collectionId: number, indexId: number, before: number): number {
  const collection = engine.catalog.all().find(({ id }) => id === collectionId);
  const index = collection?.indexes.find(({ id }) => id === indexId);
  if (!collection || !index) return 0;
  const rank = encodeKeyPart(new DateTime(0)).bytes.subarray(0, 1);
  const edge = encodeKeyPart(new DateTime(before)).bytes;
  const ascending = index.parts[0]!.direction === 1;
  const [low, high] = ascending ? [rank, edge] : [inverted(edge), Buffer.of((rank[0]! ^ 0xff) + 1)];
  const prefix = prefixOf(index.id);
  const found = view.range(Buffer.concat([prefix, low]), Buffer.concat([prefix, high]), AT_ONCE, false);
  let removed = 0;
  for (const { value } of found) {
    const record = recordOf(value);
    const bytes = view.get(recordKey(collection, record));
    if (!bytes || !expired(decode(bytes), index, before)) continue;
    engine.records.remove(view, collection, record, bytes);
    removed += 1;
  }
  return removed;
}

/** In an array the earliest date decides; any one element's entry is enough to have brought us here. */
function expired(document: Doc, index: Index, before: number): boolean {
  const { values } = indexedValues(document, index.parts[0]!.path);
  return values.some((value) => value instanceof DateTime && value.ms <= before);
}
