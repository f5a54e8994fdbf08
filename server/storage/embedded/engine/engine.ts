import { UPGRADES } from '../format.ts';
import { Catalog } from './catalog.ts';
import { Cursors } from './cursors.ts';
import { Records } from './records.ts';
import { Sessions } from './sessions.ts';
import { Storage } from './storage.ts';

/** Everything the commands work with. */
export interface Engine {
  storage: Storage;
  catalog: Catalog;
  records: Records;
  cursors: Cursors;
  sessions: Sessions;
}

/** Opens the store in a directory, after bringing it to the newest format. */
export function openEngine(path: string, upgrades = UPGRADES): Engine {
  const storage = new Storage(path);
  storage.upgrade(upgrades);
  const catalog = new Catalog(storage);
  const sessions = new Sessions(storage);
  storage.onFailedCommit = () => {
    // What was derived from the failed batch is void: index flags, new collections, record counters.
    sessions.abortAll();
    catalog.load();
  };
  return { storage, catalog, records: new Records(catalog), cursors: new Cursors(), sessions };
}

export async function closeEngine(engine: Engine): Promise<void> {
  engine.cursors.closeAll();
  engine.sessions.abortAll();
  await engine.storage.close();
}
