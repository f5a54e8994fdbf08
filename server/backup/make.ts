import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { link, lstat, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { Connection } from 'mongoose';
import type { Clock } from '../core/clock.ts';
import { CommandFailed } from './failure.ts';
import { framesOf, type Summary } from './format.ts';
import { openMoment } from './moment.ts';
import { readBackup } from './reading.ts';
import { isSwitching, settleRestoration } from './switching.ts';
import { ownVersion } from './version.ts';

/** @throws CommandFailed when something is there that may not be replaced */
export async function requireFree(file: string, overwrite: boolean): Promise<void> {
  const there = await lstat(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (!there) return;
  if (!there.isFile()) throw new CommandFailed(`${file} is there and is not a file.`);
  if (!overwrite) throw new CommandFailed(`${file} is there already; --overwrite replaces it.`);
}

/**
 * Writes the database as it is now into a file that only its owner reads. It has its name once it was read back
 * and found whole; what goes wrong before leaves nothing.
 * @throws CommandFailed
 */
export async function makeBackup(
  connection: Connection,
  file: string,
  options: { clock: Clock; overwrite: boolean; signal?: AbortSignal },
): Promise<Summary> {
  await requireFree(file, options.overwrite);
  await settleRestoration(connection, options.clock, false);
  const unfinished = `${file}.${randomUUID().slice(0, 8)}.unfinished`;
  try {
    const written = await write(connection, unfinished, options);
    const read = await readBackup(unfinished, { collection: () => {}, document: () => {} });
    if (read.digest !== written.digest)
      throw new CommandFailed(`${file} was not kept as it was written; the disk cannot be relied on.`);
    await takeName(unfinished, file, options.overwrite);
    return written;
  } finally {
    await rm(unfinished, { force: true });
  }
}

async function write(
  connection: Connection,
  file: string,
  { clock, signal }: { clock: Clock; signal?: AbortSignal },
): Promise<Summary> {
  const db = connection.db!;
  const moment = await openMoment(connection.getClient() as never, db);
  const at = clock.now();
  if (await isSwitching(connection)) {
    await moment.end();
    throw new CommandFailed('A restore is under way; try again when it is done.');
  }
  let summary: Summary | undefined;
  try {
    const header = {
      backup: randomUUID(),
      at,
      schakel: ownVersion(),
      database: db.databaseName,
      store: moment.store,
    };
    const collections = moment.collections.map((described) => ({
      described,
      documents: moment.documents(described.name),
    }));
    const frames = framesOf({ header, collections }, (told) => {
      summary = told;
    });
    await pipeline(
      Readable.from(inPieces(frames), { highWaterMark: 1 }),
      createGzip(),
      createWriteStream(file, { flags: 'wx', mode: 0o600, flush: true }),
      ...(signal ? [{ signal }] : []),
    );
  } finally {
    await moment.end();
  }
  return summary!;
}

/** Many documents are small, and each piece that goes through a stream costs the same. */
async function* inPieces(frames: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let held: Uint8Array[] = [];
  let size = 0;
  for await (const frame of frames) {
    held.push(frame);
    size += frame.byteLength;
    if (size < 64 * 1024) continue;
    yield Buffer.concat(held);
    held = [];
    size = 0;
  }
  yield Buffer.concat(held);
}

/** A link never replaces what somebody else put there meanwhile. */
async function takeName(unfinished: string, file: string, overwrite: boolean): Promise<void> {
  if (overwrite) await rename(unfinished, file);
  else {
    await link(unfinished, file).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'EEXIST')
        throw new CommandFailed(`${file} is there already; --overwrite replaces it.`);
      // Some file systems have no links.
      return rename(unfinished, file);
    });
  }
  const directory = await open(dirname(file), 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}
