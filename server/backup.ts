import { readArguments, run, said, storageOf } from './backup/command.ts';
import { makeBackup, requireFree } from './backup/make.ts';
import { readBackup } from './backup/reading.ts';
import { readConfig } from './config.ts';
import { systemClock } from './core/clock.ts';
import { connectBeside } from './storage/connect.ts';

const usage = 'Usage: npm run backup -- FILE [--overwrite], or npm run backup -- --check FILE';

/** `npm run backup -- FILE`: the database of one moment in one file; with `--check` only looks whether one is whole. */
async function backup(): Promise<void> {
  const { file, overwrite, check } = readArguments(process.argv.slice(2), usage);
  if (check) {
    const summary = await readBackup(file, { collection: () => {}, document: () => {} });
    for (const line of [`${file} is whole.`, ...said(summary)]) console.log(line);
    return;
  }
  const config = readConfig(process.env);
  // Before anything is opened: a mistake in the command should not wait for a database.
  await requireFree(file, overwrite);
  const storage = await connectBeside(storageOf(config));
  try {
    const summary = await makeBackup(storage.connection, file, {
      clock: systemClock,
      overwrite,
      signal: interrupted(),
    });
    for (const line of [`Written and read back: ${file}`, ...said(summary)]) console.log(line);
    console.log('It holds personal data, and not the keys in KEY_DIR, which are backed up apart.');
  } finally {
    await storage.close();
  }
}

/** A backup that is stopped leaves no unfinished file behind. */
function interrupted(): AbortSignal {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => stop.abort(new Error(`stopped by ${signal}`)));
  return stop.signal;
}

run(backup, 'No backup was made');
