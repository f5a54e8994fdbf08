import { createHash } from 'node:crypto';
import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { publicDirectory } from './assets.ts';

/** The scripts that pages name; each becomes `/build/<name>.js`. */
const entries = [
  'page',
  'plan',
  'history',
  'progress',
  'board',
  'coverage',
  'gaps',
  'gather',
  'activities',
  'room',
];
/** Each a file of its own that needs no other: they work without a network. */
const alone = ['offline', 'offlineWorker'];

const scripts = join(publicDirectory, 'scripts');
const out = join(publicDirectory, 'build');
const markName = 'sources.sha256';

/**
 * Bundles the browser scripts into public/build. Does nothing when the sources and the lockfile are those of the
 * bundles that are there, so that a second start need not load the bundler. Several may start at once: what one of
 * them serves is whole, and the same.
 */
export async function buildBrowserScripts(): Promise<{ built: boolean }> {
  const mark = sourcesMark();
  if (readMark() === mark) return { built: false };
  const { build } = await import('esbuild');
  const unfinished = mkdtempSync(`${out}-`);
  const common = {
    outdir: unfinished,
    bundle: true,
    target: 'es2022',
    minify: true,
    legalComments: 'linked',
    logLevel: 'error',
  } as const;
  const filesOf = (names: string[]): string[] => names.map((name) => join(scripts, `${name}.ts`));
  try {
    await build({ ...common, entryPoints: filesOf(entries), splitting: true, format: 'esm' });
    await build({ ...common, entryPoints: filesOf(alone), format: 'iife' });
    writeFileSync(join(unfinished, markName), mark);
    putInPlace(unfinished, mark);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
  return { built: true };
}

/** Whoever is done first puts it there; the same of another is thrown away. */
function putInPlace(unfinished: string, mark: string): void {
  if (readMark() === mark) return;
  try {
    chmodSync(unfinished, 0o755); // anybody may read it, as they may what is beside it
    rmSync(out, { recursive: true, force: true });
    renameSync(unfinished, out);
  } catch (error) {
    if (readMark() !== mark) throw error;
  }
}

function readMark(): string {
  try {
    return readFileSync(join(out, markName), 'utf8');
  } catch {
    return '';
  }
}

function sourcesMark(): string {
  const hash = createHash('sha256');
  const files = readdirSync(scripts, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.ts'),
  );
  for (const file of files.sort()) hash.update(`${file}\n`).update(readFileSync(join(scripts, file)));
  hash.update(readFileSync(fileURLToPath(new URL('../../package-lock.json', import.meta.url))));
  return hash.digest('hex');
}
