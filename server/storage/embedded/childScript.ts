import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const CACHE = fileURLToPath(new URL('../../../node_modules/.cache/schakel/', import.meta.url));

/**
 * The script for the store's process. It would have to load the TypeScript loader and pass every file through it,
 * which costs more than all the rest of the start; so the process's files are bundled once, and again when one of
 * them has changed. Where the cache cannot be written, the loader it is.
 */
export async function childScript(): Promise<URL> {
  try {
    const bundle = join(CACHE, `store-${fingerprint()}.mjs`);
    if (!existsSync(bundle)) await build(bundle);
    return pathToFileURL(bundle);
  } catch {
    return new URL('./boot.js', import.meta.url);
  }
}

/** Changes whenever a source file does. */
function fingerprint(): string {
  const hash = createHash('sha256').update(HERE);
  for (const name of (readdirSync(HERE, { recursive: true }) as string[]).sort()) {
    if (!name.endsWith('.ts')) continue;
    const { mtimeMs, size } = statSync(join(HERE, name));
    hash.update(`${name} ${mtimeMs} ${size}\n`);
  }
  return hash.digest('hex').slice(0, 24);
}

async function build(bundle: string): Promise<void> {
  const esbuild = await import('esbuild');
  const unfinished = `${bundle}.${process.pid}`;
  mkdirSync(CACHE, { recursive: true });
  await esbuild.build({
    entryPoints: [join(HERE, 'child.ts')],
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    logLevel: 'silent',
    outfile: unfinished,
  });
  await esbuild.stop();
  renameSync(unfinished, bundle);
  // Only others, and only now: a start beside this one may be about to load the same bundle.
  for (const name of readdirSync(CACHE))
    if (/^store-[\da-f]+\.mjs$/.test(name) && name !== basename(bundle))
      rmSync(join(CACHE, name), { force: true });
}
