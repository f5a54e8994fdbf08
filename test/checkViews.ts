import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ejs from 'ejs';

/**
 * `npm run check:views`: every view compiles, holds no inline script or style (the content security policy refuses
 * them), and no word for people: words come from the locales.
 */
const views = fileURLToPath(new URL('../views/', import.meta.url));
const files = readdirSync(views, { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.ejs'),
);
const faults: string[] = [];

for (const file of files) {
  const text = readFileSync(join(views, file), 'utf8');
  try {
    ejs.compile(text, { filename: join(views, file), root: views });
  } catch (error) {
    faults.push(`${file}: ${(error as Error).message.split('\n')[0]}`);
  }
  const markup = text.replaceAll(/<%[\s\S]*?%>/g, '');
  if (/\sstyle=|<style|\son[a-z]+=|<script(?![^>]*\bsrc=)/i.test(markup))
    faults.push(`${file}: inline script or style`);
  const words = markup.replaceAll(/<[^>]*>/g, ' ').match(/\p{L}{3,}/gu) ?? [];
  const spoken = words.filter((word) => word !== 'Schakel' && word !== 'nbsp');
  if (spoken.length > 0) faults.push(`${file}: words outside the locales: ${spoken.slice(0, 5).join(' ')}`);
}

if (files.length === 0) faults.push('no views were found');
for (const fault of faults) console.error(fault);
console.log(`${files.length} views checked`);
process.exit(faults.length > 0 ? 1 : 0);
