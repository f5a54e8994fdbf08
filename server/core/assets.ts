import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const publicDirectory = fileURLToPath(new URL('../../public/', import.meta.url));

/**
 * Addresses of static files with a mark of their content, so that browsers may keep them for a year.
 * The mark covers all files: a style sheet names fonts, a script names others.
 */
export function assetAddresses(): (address: string) => string {
  const mark = createHash('sha256');
  for (const folder of ['styles', 'images', 'build'])
    for (const file of filesIn(folder)) mark.update(readFileSync(file));
  const version = mark.digest('hex').slice(0, 10);
  return (address) => `${address}?v=${version}`;
}

function filesIn(folder: string): string[] {
  const directory = join(publicDirectory, folder);
  try {
    return readdirSync(directory)
      .sort()
      .map((name) => join(directory, name))
      .filter((file) => statSync(file).isFile());
  } catch {
    return []; // not built yet: the addresses then carry no mark of it
  }
}
