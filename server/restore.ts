import { readArguments, run, said, storageOf } from './backup/command.ts';
import { CommandFailed } from './backup/failure.ts';
import { restore as restoreFrom } from './backup/restoring.ts';
import { readConfig } from './config.ts';
import { systemClock } from './core/clock.ts';
import { connectBeside } from './storage/connect.ts';

const usage = 'Usage: npm run restore -- FILE [--overwrite]';

/** `npm run restore -- FILE`: puts a backup in the place of what the database holds. */
async function restore(): Promise<void> {
  const { file, overwrite, check } = readArguments(process.argv.slice(2), usage);
  if (check)
    throw new CommandFailed(`npm run backup -- --check FILE looks whether a file is whole.\n${usage}`);
  const config = readConfig(process.env);
  const storage = await connectBeside(storageOf(config));
  try {
    const say = (line: string): void => console.log(line);
    const summary = await restoreFrom(storage.connection, file, { clock: systemClock, overwrite, say });
    for (const line of ['Restored.', ...said(summary)]) say(line);
    say('Everybody has to sign in again. Passwords, second factors and roles are those of the backup.');
    say('Keys are not in a backup: cases open with the KEY_DIR that belongs to it.');
  } finally {
    await storage.close();
  }
}

run(restore, 'Nothing was restored');
