import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Config } from '../config.ts';
import { CommandFailed } from './failure.ts';
import { documentsIn, type Summary } from './format.ts';

/** What a command was asked on its command line. */
export interface Asked {
  /** Absolute. */
  file: string;
  overwrite: boolean;
  check: boolean;
}

/** @throws CommandFailed with the usage */
export function readArguments(given: string[], usage: string): Asked {
  const options = { overwrite: { type: 'boolean' }, check: { type: 'boolean' } } as const;
  try {
    const { values, positionals } = parseArgs({ args: given, options, allowPositionals: true });
    const [file, ...more] = positionals;
    if (!file || more.length > 0) throw new Error('one file is needed');
    return { file: resolve(file), overwrite: values.overwrite ?? false, check: values.check ?? false };
  } catch (error) {
    throw new CommandFailed(`${(error as Error).message}\n${usage}`);
  }
}

export const storageOf = ({ dataDir, mongodbUri }: Config) => ({
  dataDir,
  ...(mongodbUri ? { mongodbUri } : {}),
});

export const said = ({ header, counts, digest }: Summary): string[] => [
  `The moment: ${header.at.toISOString()} (Schakel ${header.schakel}, ${header.store === 'embedded' ? 'embedded store' : 'MongoDB'})`,
  `Holds ${documentsIn(counts)} documents in ${counts.size} collections.`,
  `SHA-256 of the contents: ${digest}`,
];

const ofTheSystem: Record<string, string> = {
  ENOENT: 'there is no such file or directory',
  EACCES: 'this user may not',
  EPERM: 'this user may not',
  EISDIR: 'that is a directory',
  ENOTDIR: 'a part of that path is not a directory',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk is full',
  EFBIG: 'a file may not become that large',
  EROFS: 'nothing can be written there',
  EIO: 'the disk does not answer as it should',
};

/** One line for whoever runs the command. */
export function reason(error: unknown): string {
  const { message, code, path, cause } = error as NodeJS.ErrnoException;
  if (code === 'ABORT_ERR' && cause instanceof Error) return `${cause.message}.`;
  const known = typeof code === 'string' ? ofTheSystem[code] : undefined;
  return known ? `${path ? `${path}: ` : ''}${known}.` : message;
}

/** Runs a command to its end: 0 when it did what it was asked, 1 when not. */
export function run(command: () => Promise<void>, failed: string): void {
  // Whoever started it may stop listening to what it prints; that is no reason to stop.
  process.stdout.on('error', () => {});
  command().then(
    () => process.exit(0),
    (error: unknown) => {
      console.error(`${failed}: ${reason(error)}`);
      process.exit(1);
    },
  );
}
