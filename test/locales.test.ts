import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { languages, readLocale } from '../server/core/i18n.ts';

const root = fileURLToPath(new URL('../', import.meta.url));

function flatten(tree: unknown, prefix = ''): Map<string, string> {
  const flat = new Map<string, string>();
  for (const [name, value] of Object.entries(tree as Record<string, unknown>)) {
    const key = prefix ? `${prefix}.${name}` : name;
    if (typeof value === 'string') flat.set(key, value);
    else for (const [inner, text] of flatten(value, key)) flat.set(inner, text);
  }
  return flat;
}

const texts = new Map(languages.map((language) => [language, flatten(readLocale(language))]));
const base = (key: string): string => key.replace(/_(zero|one|two|few|many|other)$/, '');
const keysOf = (language: (typeof languages)[number]): Set<string> =>
  new Set([...texts.get(language)!.keys()].map(base));
const dutch = keysOf('nl');
const namespaces = new Set([...dutch].map((key) => key.split('.')[0]!));

const sources = ['server', 'views', 'models', 'public/scripts'].flatMap(
  (folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.(ts|ejs)$/.test(file))
      .map((file) => readFileSync(join(root, folder, file), 'utf8'))
      .map((text) => text.replaceAll(/permission\(\s*'[^']+'/g, '')), // names of permissions look like keys,
);

/** Everything in quotes that begins like a key: whole keys, and beginnings of keys that are put together. */
const mentioned = new Set(
  sources.flatMap((text) =>
    [...text.matchAll(/['"`]([a-z][A-Za-z]*\.[A-Za-z0-9_.]*)(?=['"`]|\$\{)/g)].map((found) => found[1]!),
  ),
);
const whole = new Set([...mentioned].filter((key) => namespaces.has(key.split('.')[0]!)));

describe('locales', () => {
  it('have texts', () => {
    expect(dutch.size).to.be.greaterThan(300);
  });

  for (const language of languages) {
    it(`${language} has exactly the keys of nl`, () => {
      const keys = keysOf(language);
      expect(
        [...dutch].filter((key) => !keys.has(key)),
        'missing',
      ).to.deep.equal([]);
      expect(
        [...keys].filter((key) => !dutch.has(key)),
        'unknown',
      ).to.deep.equal([]);
    });

    it(`${language} uses the same placeholders as nl, and no text is empty`, () => {
      const placeholders = (text: string): string =>
        [...new Set(text.match(/\{\{\w+\}\}/g) ?? [])].sort().join();
      const other = texts.get('nl')!;
      const wrong = [...texts.get(language)!].filter(([key, text]) => {
        const twin = other.get(key) ?? other.get(`${base(key)}_other`) ?? '';
        const counted = /_(one|many|other)$/.test(key); // "one" may be a word instead of the number
        return text.trim() === '' || (!counted && placeholders(text) !== placeholders(twin));
      });
      expect(wrong).to.deep.equal([]);
    });

    it(`${language} has every plural form its grammar asks for`, () => {
      const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
      const flat = texts.get(language)!;
      const counted = new Set([...flat.keys()].filter((key) => /_(one|many|other)$/.test(key)).map(base));
      const missing = [...counted].flatMap((key) =>
        forms.map((form) => `${key}_${form}`).filter((form) => !flat.has(form)),
      );
      expect(missing).to.deep.equal([]);
    });
  }

  it('every key the code names exists', () => {
    const isBeginning = (key: string): boolean =>
      [...dutch].some((one) => one.startsWith(key.endsWith('.') ? key : `${key}.`));
    const isFile = (key: string): boolean => /\.(ts|js|ejs|json|css|svg)$/.test(key);
    const actNames =
      /\.(viewed|opened|recorded|withdrawn|invited|ended|added|changed|removed|restored|listed|printed|exported|edited|closed)$/;
    const missing = [...whole].filter(
      (key) => !dutch.has(key) && !isBeginning(key) && !isFile(key) && !actNames.test(key),
    );
    expect(missing).to.deep.equal([]);
  });

  it('every text is used', () => {
    const beginnings = [...mentioned].filter(
      (key) => key.endsWith('.') || [...dutch].some((one) => one.startsWith(key)),
    );
    const unused = [...dutch].filter(
      (key) => !mentioned.has(key) && !beginnings.some((start) => key.startsWith(start)),
    );
    expect(unused).to.deep.equal([]);
  });
});
