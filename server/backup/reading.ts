import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { BSON } from 'mongodb';
import { Broken, Bytes } from './bytes.ts';
import { CommandFailed } from './failure.ts';
import { type Described, digestBytes, type Header, type Summary, version } from './format.ts';

/** Is told what a backup holds, in order, while it is read. What it is told may still prove damaged. */
export interface Taker {
  collection(described: Described): Promise<void> | void;
  document(bytes: Buffer): Promise<void> | void;
}

/**
 * Reads a whole backup, in constant memory, and holds it against its own counts and checksum.
 * @throws CommandFailed when it is not a backup, of a newer Schakel, damaged or cut short
 */
export async function readBackup(file: string, taker: Taker): Promise<Summary> {
  const { size } = await stat(file);
  if (!(await isCompressed(file))) throw new CommandFailed(`${file} is not a backup of Schakel.`);
  const gunzip = createGunzip();
  pipeline(createReadStream(file), gunzip, () => {}); // an error reaches whoever reads from the end of it
  const bytes = new Bytes(gunzip);
  try {
    const header = await readHeader(bytes, file);
    const counts = await readCollections(bytes, taker);
    const said = BSON.deserialize((await bytes.document()) ?? bytes.broken('its counts are missing'));
    const digest = bytes.digest();
    if (!digest.equals(await bytes.take(digestBytes))) bytes.broken('its checksum is another');
    await bytes.end();
    // Behind the end of the compressed stream anything may follow without a fault.
    if (gunzip.bytesWritten !== size) bytes.broken('something follows it');
    const written = JSON.stringify([...counts].map(([name, documents]) => ({ name, documents })));
    if (JSON.stringify(said.counts) !== written) bytes.broken('it does not hold what it says');
    return { header, counts, digest: digest.toString('hex') };
  } catch (error) {
    throw explained(error, file);
  } finally {
    gunzip.destroy();
  }
}

/** What begins otherwise never was a backup; what is shorter may have been one. */
async function isCompressed(file: string): Promise<boolean> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(2), 0, 2, 0);
    return buffer.subarray(0, bytesRead).equals(Buffer.of(0x1f, 0x8b).subarray(0, bytesRead));
  } finally {
    await handle.close();
  }
}

async function readHeader(bytes: Bytes, file: string): Promise<Header> {
  const line = await bytes.line(32);
  const found = /^schakel-backup (\d+)$/.exec(line)?.[1];
  if (!found) throw new CommandFailed(`${file} is not a backup of Schakel.`);
  if (Number(found) !== version) {
    throw new CommandFailed(
      `${file} was made by a newer Schakel (format ${found}); this one reads format ${version}.`,
    );
  }
  return BSON.deserialize((await bytes.document()) ?? bytes.broken('its header is missing')) as Header;
}

async function readCollections(bytes: Bytes, taker: Taker): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  for (let next = await bytes.document(); next; next = await bytes.document()) {
    const described = BSON.deserialize(next) as Described;
    await taker.collection(described);
    let count = 0;
    for (let document = await bytes.document(); document; document = await bytes.document()) {
      await taker.document(document);
      count += 1;
    }
    counts.set(described.name, count);
  }
  return counts;
}

function explained(error: unknown, file: string): unknown {
  const { code } = error as { code?: string };
  if (code === 'Z_BUF_ERROR') return new CommandFailed(`${file} is damaged: it is cut short.`);
  if (code?.startsWith('Z_')) return new CommandFailed(`${file} is damaged: it cannot be unpacked.`);
  if (error instanceof Broken || error instanceof BSON.BSONError)
    return new CommandFailed(`${file} is damaged: ${error.message}.`);
  return error;
}
