import type { Db, Document } from 'mongodb';
import { DocumentSequence } from 'mongodb/lib/cmap/commands.js';
import { freshName } from './contents.ts';
import { CommandFailed } from './failure.ts';
import type { Described, Summary } from './format.ts';
import { readBackup, type Taker } from './reading.ts';

/** One insert: small enough that people who work meanwhile hardly wait for it. */
const batch = { documents: 500, bytes: 2 * 1024 * 1024 };

/**
 * Makes every collection of a backup under a working name, with its indexes. Nothing that is in use changes.
 * @param alive is called now and then
 * @throws CommandFailed when the file changed since it was checked, or not everything arrived
 */
export async function fill(
  db: Db,
  file: string,
  checked: Summary,
  alive: () => Promise<void>,
): Promise<void> {
  const filler = new Filler(db, alive);
  const read = await readBackup(file, filler);
  await filler.flush();
  if (read.digest !== checked.digest) throw new CommandFailed(`${file} changed while it was read.`);
  for (const [name, count] of checked.counts) {
    const arrived = await db.collection(freshName(name)).countDocuments({});
    // What has expired since is deleted as soon as it is there.
    if (arrived !== count && !filler.expiring.has(name))
      throw new CommandFailed(
        `Of ${count} documents of ${name} only ${arrived} arrived; nothing was changed.`,
      );
  }
}

class Filler implements Taker {
  /** Collections from which the database deletes by itself. */
  readonly expiring = new Set<string>();
  readonly #db: Db;
  readonly #alive: () => Promise<void>;
  #name = '';
  #held: Buffer[] = [];
  #size = 0;

  constructor(db: Db, alive: () => Promise<void>) {
    this.#db = db;
    this.#alive = alive;
  }

  async collection({ name, options, indexes }: Described): Promise<void> {
    await this.flush();
    this.#name = freshName(name);
    await this.#db.createCollection(this.#name, options);
    if (indexes.some((index) => index.expireAfterSeconds !== undefined)) this.expiring.add(name);
    const own = indexes.filter((index) => index.name !== '_id_');
    if (own.length > 0)
      await this.#db.command({ createIndexes: this.#name, indexes: own.map(specification) });
  }

  async document(bytes: Buffer): Promise<void> {
    this.#held.push(bytes);
    this.#size += bytes.length;
    if (this.#held.length >= batch.documents || this.#size >= batch.bytes) await this.flush();
  }

  async flush(): Promise<void> {
    if (this.#held.length === 0) return;
    await this.#alive();
    // The driver encodes every document it is given anew, which is not always what it was: so these go to it as the
    // bytes they are, as it sends them itself.
    const documents = new DocumentSequence('documents');
    for (const bytes of this.#held) documents.push({}, bytes);
    const told = await this.#db.command({ insert: this.#name, documents, ordered: true });
    const fault = (told.writeErrors as { errmsg: string }[] | undefined)?.[0];
    if (fault) throw new CommandFailed(`A document cannot be restored: ${fault.errmsg}`);
    this.#held = [];
    this.#size = 0;
  }
}

/** `v` and `ns` are the server's own. */
function specification({ v: _, ns: __, ...rest }: Document): Document {
  return rest;
}
