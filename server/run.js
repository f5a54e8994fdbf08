// Runs an entry point of the server (`node server/run.js start --demo`). Passing every file through a TypeScript
// loader takes longer than everything else a start does, so the entry is bundled once, and again when a source
// file or a dependency has changed. Where nothing can be written, the loader it is.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('../', import.meta.url));
const cache = join(root, 'node_modules/.cache/schakel');
const entries = ['start', 'verify', 'backup', 'restore'];

/**
 * Packages that find their own files (binaries, workers) beside them and so stay where they are, and large ones that
 * few starts need.
 */
const external = [
  'lmdb',
  '@node-rs/argon2',
  'esbuild',
  'tsx',
  'pino',
  'pino-http',
  'redis',
  '@socket.io/redis-streams-adapter',
];

/** Our files find data, views and workers relative to themselves: each keeps the address it had before bundling. */
const ownPlaces = {
  name: 'own places',
  setup(build) {
    build.onLoad({ filter: /\.ts$/ }, ({ path }) => {
      if (path.includes('node_modules')) return undefined;
      const address = JSON.stringify(pathToFileURL(path).href);
      const contents = readFileSync(path, 'utf8').replaceAll('import.meta.url', address);
      return { contents, loader: 'ts', resolveDir: dirname(path) };
    });
  },
};

const entry = process.argv[2];
if (!entry || !entries.includes(entry)) throw new Error(`the entry is one of: ${entries.join(', ')}`);
process.argv.splice(2, 1);
await import(await scriptOf(entry));

async function scriptOf(name) {
  const bundle = join(cache, `${name}-${sourcesMark()}.mjs`);
  try {
    if (!existsSync(bundle)) await build(name, bundle);
    return pathToFileURL(bundle).href;
  } catch (error) {
    if (!['EACCES', 'EROFS', 'ENOSPC'].includes(error.code)) throw error;
    const { register } = await import('tsx/esm/api');
    register();
    return new URL(`./${name}.ts`, import.meta.url).href;
  }
}

/** Changes whenever a source file or a dependency does. */
function sourcesMark() {
  const hash = createHash('sha256').update(root).update(readFileSync(join(root, 'package-lock.json')));
  for (const folder of ['server', 'models', 'public/scripts']) {
    for (const file of readdirSync(join(root, folder), { recursive: true }).sort()) {
      if (!file.endsWith('.ts')) continue;
      const { mtimeMs, size } = statSync(join(root, folder, file));
      hash.update(`${folder}/${file} ${mtimeMs} ${size}\n`);
    }
  }
  return hash.digest('hex').slice(0, 24);
}

async function build(name, bundle) {
  const esbuild = await import('esbuild');
  const unfinished = `${bundle}.${process.pid}`;
  mkdirSync(cache, { recursive: true });
  await esbuild.build({
    entryPoints: [join(root, 'server', `${name}.ts`)],
    outfile: unfinished,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    // No source map: some package reads a stack at every start, and decoding the map then costs half a second.
    // Names are kept and the bundle says which file each part came from.
    external,
    logLevel: 'silent',
    // Packages written for `require` find it here.
    banner: { js: "import { createRequire } from 'node:module';const require = createRequire(import.meta.url);" },
    plugins: [ownPlaces],
  });
  await esbuild.stop();
  renameSync(unfinished, bundle);
  for (const file of readdirSync(cache)) {
    if (file.startsWith(`${name}-`) && !file.startsWith(basename(bundle))) rmSync(join(cache, file), { force: true });
  }
}
