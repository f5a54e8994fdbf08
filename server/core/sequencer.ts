import { randomUUID } from 'node:crypto';
import type { AnyBulkWriteOperation } from 'mongodb';
import type { Connection } from 'mongoose';
import { type Act, actsOf, type ChainHead, chainStart, hashAct, headsOf, type SequencedAct } from './acts.ts';
import type { Clock } from './clock.ts';
import type { Logger } from './logger.ts';
import { type Fence, Restored } from './restorations.ts';

type Follower = (act: Act) => void | Promise<void>;

const leaseMilliseconds = 10_000;
const batch = 500;

/** Numbers committed acts and hands them, in order, to whoever follows. */
export interface Sequencer {
  /**
   * Call after a commit on this node: its followers are told when this resolves. They do not wait for the act's
   * place: after a crash the lease is held for seconds by a program that is gone, and a withdrawn consent must put
   * people out before that.
   */
  committed(act: Act): Promise<void>;
  /**
   * Tells every act from now on, once, on this node: its own at once, those of other nodes in order when they have
   * their place. For what is rebuilt by reading (sockets, caches).
   */
  follow(follower: Follower): () => void;
  /** Numbers everything that is waiting now; resolves when followers of this node were told. */
  settle(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts the sequencer of this node. Only the holder of the lease numbers acts; every node follows. Numbering
 * happens after the commit and never inside it, or every write would wait for the head of the chain.
 */
export async function startSequencer(options: {
  connection: Connection;
  clock: Clock;
  logger: Logger;
  fence: Fence;
  /** How often to look for acts of other nodes, in milliseconds. */
  pollEvery?: number;
}): Promise<Sequencer> {
  const { connection, clock, logger, fence } = options;
  const me = randomUUID();
  const followers = new Set<Follower>();
  /** Acts of this node that followers know already, by the time they were told. */
  const told = new Map<string, number>();
  await ensureHead(connection);
  let seen = (await headsOf(connection).findOne({ _id: 'acts' }))?.sequence ?? 0;
  let stopped = false;
  let running: Promise<void> | null = null;
  let again = false;

  const tell = async (act: Act): Promise<void> => {
    for (const follower of followers) {
      try {
        await follower(act);
      } catch (err) {
        logger.error({ err }, 'an act was not followed');
      }
    }
  };
  const round = async (): Promise<void> => {
    await fence.check();
    while (await numberWaiting(connection, me, clock, fence)) {}
    for (;;) {
      const fresh = await actsOf(connection)
        .find({ sequence: { $gt: seen } })
        .sort({ sequence: 1 })
        .limit(batch)
        .toArray();
      if (fresh.length === 0) return;
      for (const act of fresh as SequencedAct[]) {
        if (!told.has(act._id)) await tell(act);
        seen = act.sequence;
      }
    }
  };
  const run = (): Promise<void> => {
    if (running) {
      again = true;
      return running;
    }
    running = (async () => {
      do {
        again = false;
        await round();
      } while (again && !stopped);
    })()
      .catch((err) => {
        // The acts are others now, and another sequencer numbers them.
        if (!(err instanceof Restored)) logger.error({ err }, 'numbering acts failed; it is tried again');
      })
      .finally(() => {
        running = null;
      });
    return running;
  };
  const timer = setInterval(() => void run(), options.pollEvery ?? 1000);
  timer.unref();
  void run();
  return {
    committed: async (act) => {
      forgetOld(told, act.at.getTime());
      told.set(act._id, act.at.getTime());
      await tell(act);
      if (!stopped) void run();
    },
    follow: (follower) => {
      followers.add(follower);
      return () => followers.delete(follower);
    },
    settle: async () => {
      await run();
      await run();
    },
    stop: async () => {
      stopped = true;
      clearInterval(timer);
      if (running) await running;
      await headsOf(connection)
        .updateOne({ _id: 'acts', holder: me }, { $set: { heldUntil: new Date(0) } })
        .catch(() => {}); // the lease runs out by itself
    },
  };
}

/** Longer than any act waits for its place: a lease of a node that is gone, and then some. Milliseconds. */
const rememberFor = 10 * leaseMilliseconds;

function forgetOld(told: Map<string, number>, now: number): void {
  for (const [id, at] of told) {
    if (at > now - rememberFor) return; // in the order they were told
    told.delete(id);
  }
}

async function ensureHead(connection: Connection): Promise<void> {
  const start: Omit<ChainHead, '_id'> = { sequence: 0, hash: chainStart, holder: '', heldUntil: new Date(0) };
  await headsOf(connection).updateOne({ _id: 'acts' }, { $setOnInsert: start }, { upsert: true });
}

/** Gives the waiting acts their places. Answers whether there may be more. */
async function numberWaiting(
  connection: Connection,
  me: string,
  clock: Clock,
  fence: Fence,
): Promise<boolean> {
  if (!(await actsOf(connection).findOne({ pending: true }, { projection: { _id: 1 } }))) return false;
  const now = clock.now();
  const head = await headsOf(connection).findOneAndUpdate(
    { _id: 'acts', $or: [{ holder: me }, { heldUntil: { $lt: now } }] },
    { $set: { holder: me, heldUntil: new Date(now.getTime() + leaseMilliseconds) } },
    { returnDocument: 'after' },
  );
  if (!head) return false; // another node numbers
  return fence.through(async (session) => {
    // Read with the lease in hand: what was waiting before may have been numbered by the node that had it.
    const waiting = await actsOf(connection)
      .find({ pending: true }, { session })
      .sort({ pending: 1, at: 1 })
      .limit(batch)
      .toArray();
    if (waiting.length === 0) return false;
    const { updates, sequence, hash } = linksFor(waiting, head);
    const moved = await headsOf(connection).updateOne(
      { _id: 'acts', holder: me, sequence: head.sequence },
      { $set: { sequence, hash } },
      { session },
    );
    if (moved.modifiedCount !== 1) return false; // the lease went to another node meanwhile
    await actsOf(connection).bulkWrite(updates, { session });
    return waiting.length === batch;
  });
}

function linksFor(waiting: Act[], head: ChainHead) {
  let { sequence, hash } = head;
  const updates: AnyBulkWriteOperation<Act>[] = waiting.map((act) => {
    const previousHash = hash;
    sequence += 1;
    hash = hashAct(act, sequence, previousHash);
    return {
      updateOne: {
        filter: { _id: act._id },
        update: { $set: { sequence, previousHash, hash }, $unset: { pending: '' } },
      },
    };
  });
  return { updates, sequence, hash };
}
