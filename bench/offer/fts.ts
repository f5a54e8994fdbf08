import { join } from 'node:path';
import type { ModuleTypeRecord } from '../../models/ModuleType.ts';
import { type Entry, rowsOf } from '../../server/features/offer/entries.ts';
import { facets } from '../../server/features/offer/facets.ts';
import { labelsOf } from '../../server/features/offer/labels.ts';
import { readReferenceFiles } from '../../server/features/offer/referenceFiles.ts';
import type { OfferQuery } from '../../server/features/offer/search/query.ts';
import { type Database, sqliteModule } from '../store/sqlite.ts';

/** The familiar way to the same answers: SQLite with FTS5 in the same process, filters and counts in SQL. */
export interface Fts {
  /** One page, the total and the counts of all facets; null for a search it has no answer to (typing errors, places). */
  search(query: OfferQuery): { total: number; page: number[]; counts: Map<string, number> };
  close(): void;
}

const today = '2026-11-22';

function fill(database: Database, entries: Entry[]): void {
  const types = readReferenceFiles().moduleTypes.types.map((type) => ({ ...type, _id: type.code }));
  const labels = new Map<string, string[]>();
  for (const label of labelsOf(types as unknown as ModuleTypeRecord[])) {
    const key = `${label.facet}:${label.code}`;
    if (label.language === 'nl') labels.set(key, [...(labels.get(key) ?? []), label.text]);
  }
  database.exec(`create virtual table texts using fts5(name, labels, story, tokenize = "unicode61 remove_diacritics 2", prefix = '2 3 4', content = '');
    create table rows (row integer primary key, unit integer not null);
    create table row_values (facet text, value text, row integer, primary key (facet, value, row)) without rowid;
    create table values_of (row integer, facet text, value text, primary key (row, facet, value)) without rowid;
    create index rows_by_unit on rows (unit);`);
  const texts = database.prepare('insert into texts (rowid, name, labels, story) values (?, ?, ?, ?)');
  const rows = database.prepare('insert into rows values (?, ?)');
  const values = database.prepare('insert into row_values values (?, ?, ?)');
  const valuesOf = database.prepare('insert into values_of values (?, ?, ?)');
  database.exec('begin');
  let number = 0;
  for (const [at, entry] of entries.entries()) {
    const said = new Set<string>();
    for (const row of rowsOf(entry, today)) {
      number += 1;
      rows.run(number, at);
      for (const facet of facets) {
        for (const value of row[facet]) {
          values.run(facet, value, number);
          valuesOf.run(number, facet, value);
          for (const text of labels.get(`${facet}:${value}`) ?? []) said.add(text);
        }
      }
    }
    const { unit, organisation, modules } = entry;
    const names = [unit.name, ...(organisation?.names.map(({ name }) => name) ?? [])];
    const story = [unit.description, ...modules.flatMap((one) => [one.name, one.description, one.inclusion])];
    texts.run(at, names.join(' '), [...said].join(' '), story.map((text) => text?.nl ?? '').join(' '));
  }
  database.exec('commit; analyze;');
}

/** Undefined where SQLite is not to be had. */
export function fts(directory: string, entries: Entry[]): Fts | undefined {
  const Sqlite = sqliteModule();
  if (!Sqlite) return undefined;
  const database = new Sqlite(join(directory, 'offer.sqlite'));
  database.pragma('journal_mode = WAL');
  database.pragma('cache_size = -200000');
  fill(database, entries);
  database.exec('create temp table found (unit integer primary key, score real)');
  const statements = new Map<string, ReturnType<Database['prepare']>>();
  const run = (sql: string) => {
    const statement = statements.get(sql) ?? database.prepare(sql);
    statements.set(sql, statement);
    return statement;
  };
  return {
    search: (query) => {
      const words = query.text === '' ? [] : query.text.split(' ');
      const match = words.map((word) => `"${word}"*`).join(' ');
      run('delete from found').run();
      if (match)
        run('insert into found select rowid, bm25(texts, 16, 6, 1) from texts where texts match ?').run(
          match,
        );
      else run('insert into found select distinct unit, 0 from rows').run();
      const chosen = facets.filter((facet) => query.choices[facet].length > 0);
      const meets = (but?: string) =>
        chosen
          .filter((facet) => facet !== but)
          .map((facet) => {
            const values = query.choices[facet].map((value) => `'${value}'`).join(', ');
            return `and exists (select 1 from values_of v where v.row = r.row and v.facet = '${facet}' and v.value in (${values}))`;
          })
          .join(' ');
      const from = (but?: string) => `from found f join rows r on r.unit = f.unit where 1 ${meets(but)}`;
      const { total } = run(`select count(distinct f.unit) total ${from()}`).get() as { total: number };
      const page = run(
        `select f.unit, min(f.score) score ${from()} group by f.unit order by score, f.unit limit 50 offset ${(query.page - 1) * 50}`,
      ).all() as { unit: number }[];
      const counts = new Map<string, number>();
      const count = (facetsHere: readonly string[], but?: string) => {
        const names = facetsHere.map((facet) => `'${facet}'`).join(', ');
        const sql = `select v.facet, v.value, count(distinct r.unit) n from found f join rows r on r.unit = f.unit join values_of v on v.row = r.row where v.facet in (${names}) ${meets(but)} group by v.facet, v.value`;
        for (const one of run(sql).all() as { facet: string; value: string; n: number }[])
          counts.set(`${one.facet} ${one.value}`, one.n);
      };
      count(facets.filter((facet) => !chosen.includes(facet)));
      for (const facet of chosen) count([facet], facet);
      return { total, page: page.map(({ unit }) => unit), counts };
    },
    close: () => database.close(),
  };
}
