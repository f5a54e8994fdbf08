import { after } from '../bson/keys.ts';
import { doc } from '../bson/values.ts';
import { type Collection, prefixOf } from '../engine/catalog.ts';
import type { Snapshot } from '../engine/storage.ts';
import { entries } from '../engine/view.ts';
import { StoreError } from '../errors.ts';
import { firstBatch } from './find.ts';
import { listed } from './indexes.ts';
import { type Command, numberOr, type Reply, type Request, reply, text } from './request.ts';

/** Readers of whole databases at once: each keeps the pages of its moment from being used again. */
const MOST = 4;
/** One that nobody reads from any more ends after this; its program may be gone. */
const IDLE_MS = 60_000;

/** Documents between two chances to let others go first. */
const TICK = 64;

/** The snapshot is held already, and between two batches too. */
const ownView = { hold: () => {}, release: () => {} };

/** A database as it was when the snapshot was taken. */
interface Held {
  snapshot: Snapshot;
  database: string;
  /** By name: collections may be renamed or dropped meanwhile. */
  ids: Map<string, number>;
  timer: NodeJS.Timeout;
}

/**
 * Commands of this store alone, for backups: `schakelSnapshot` opens a database as it is now and lists what is in
 * it, `schakelSnapshotFind` is a cursor over one collection of it, `schakelSnapshotEnd` gives it up. MongoDB has
 * snapshot sessions for this, which promise more than a backup needs. The snapshot is kept as a cursor, so that it
 * ends with the store.
 */
export function snapshotCommands(): { open: Command; find: Command; end: Command } {
  const held = new Map<bigint, Held>();

  const open: Command = {
    fields: [],
    outsideTransactions: true,
    run: ({ engine, database }) => {
      if (held.size >= MOST)
        throw new StoreError('InternalError', `At most ${MOST} snapshots can be held at once`);
      const snapshot = engine.storage.snapshot();
      const collections = engine.catalog.all().filter((one) => one.database === database);
      const source = {
        next: () => ({ done: true as const, value: undefined }),
        return: () => {
          forget(held, id);
          return { done: true as const, value: undefined };
        },
      };
      const id = engine.cursors.keep(
        engine.cursors.make(`${database}.$snapshot`, source, ownView, undefined),
      );
      const timer = setTimeout(() => engine.cursors.close(id), IDLE_MS).unref();
      const ids = new Map(collections.map((one) => [one.name, one.id]));
      held.set(id, { snapshot, database, ids, timer });
      return reply({ snapshot: id, collections: collections.map(described) });
    },
  };

  const find: Command = {
    fields: ['snapshot', 'batchSize'],
    outsideTransactions: true,
    run: (request) => {
      const { taken, id } = takenBy(request, held);
      return collectionAsItWas(request, taken, () => touch(held, id));
    },
  };

  const end: Command = {
    fields: [],
    run: ({ engine, command }) => {
      engine.cursors.close(idOf(command.get('schakelSnapshotEnd')));
      return reply({});
    },
  };
  return { open, find, end };
}

function forget(held: Map<bigint, Held>, id: bigint): void {
  const taken = held.get(id);
  held.delete(id);
  clearTimeout(taken?.timer);
  taken?.snapshot.release();
}

/** @throws StoreError when the snapshot has ended: it was idle, or the store stops */
function touch(held: Map<bigint, Held>, id: bigint): void {
  const taken = held.get(id);
  if (!taken) throw new StoreError('CursorNotFound', `snapshot ${id} has ended`);
  taken.timer.refresh();
}

const idOf = (value: unknown): bigint =>
  typeof value === 'bigint' || typeof value === 'number' ? BigInt(value) : 0n;

function takenBy({ command, database }: Request, held: Map<bigint, Held>): { taken: Held; id: bigint } {
  const id = idOf(command.get('snapshot'));
  const taken = held.get(id);
  if (taken?.database !== database) throw new StoreError('CursorNotFound', `snapshot ${id} not found`);
  return { taken, id };
}

function collectionAsItWas(request: Request, { snapshot, ids }: Held, alive: () => void): Promise<Reply> {
  const name = text(request.command, 'schakelSnapshotFind');
  const id = ids.get(name);
  if (id === undefined) throw new StoreError('NamespaceNotFound', `ns not found ${request.database}.${name}`);
  const documents = (function* () {
    let count = 0;
    alive();
    for (const { value } of entries(snapshot.view, prefixOf(id), after(prefixOf(id)), false)) {
      yield value;
      alive();
      count += 1;
      if (count % TICK === 0) yield undefined;
    }
  })();
  // A name that no collection has: the cursor reads on when the collection is renamed or dropped.
  const namespace = `${request.database}.$snapshot.${name}`;
  const cursor = request.engine.cursors.make(namespace, documents, ownView, undefined);
  return firstBatch(request, cursor, numberOr(request.command, 'batchSize', 101), false);
}

const described = ({ name, indexes }: Collection) =>
  doc({
    name,
    options: doc({}),
    indexes: indexes.map(({ specification }) => listed(specification)),
  });
